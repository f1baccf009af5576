/** A channel that carries whole JSON texts both ways. */
export interface Transport {
  send(text: string): void;
  /** Takes every text received from now on; one listener. */
  onMessage(listener: (text: string) => void): void;
  /** Called once, when the channel is gone for whatever reason; at once if it already is. */
  onClose(listener: () => void): void;
  /** Safe to call twice. */
  close(): void;
}
