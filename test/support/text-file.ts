/** A file of text that keeps what is written to it. */
export function collectTextFile(): { readonly text: string; write(text: string): void } {
  let text = "";
  return {
    get text() {
      return text;
    },
    write(more) {
      text += more;
    },
  };
}
