/**
 * Steps that are asked for faster than they end, as by a key that is pressed twice: each begins where the one before it
 * has arrived. V8 alone takes two for one.
 *
 * DAP says nothing of a step that is requested while another is under way. A step that waits is given up when the program
 * stops elsewhere first, at a breakpoint say: whoever has asked for it did not know of that stop.
 */
import { errors } from "../dap/errors.js";

/** How a step has ended: where it was to end, or with another stop or the program's end. Refused: it never began. */
type Outcome = "arrived" | "elsewhere" | "refused";

interface Turn {
  readonly threadId: number;
  readonly ended: Promise<Outcome>;
  end(outcome: Outcome): void;
}

export class StepOrder {
  /** The last step that was asked for, until it has ended. */
  #last: Turn | undefined;
  /** The one that is under way in the program. */
  #underWay: Turn | undefined;

  /** @param over resolves at the end of the program */
  constructor(over: Promise<unknown>) {
    over.then(() => this.stopped(false));
  }

  /**
   * Begins a step, once those before it have arrived.
   * @param begin `follows`: a step of the same thread was waited for, whose task may have led to another one.
   * @throws UserError when a step before it has not arrived; as `begin` does.
   */
  async run(threadId: number, begin: (follows: boolean) => Promise<void>): Promise<void> {
    const before = this.#last;
    const turn = this.#turn(threadId);
    const outcome = await before?.ended;
    if (outcome === "elsewhere") {
      turn.end("elsewhere");
      throw errors.stepOvertaken();
    }
    // The program may stop before the answer to what begins the step is here.
    this.#underWay = turn;
    try {
      await begin(outcome === "arrived" && before?.threadId === threadId);
    } catch (failure) {
      if (this.#underWay === turn) this.#underWay = undefined;
      turn.end("refused");
      throw failure;
    }
  }

  /** The program has stopped. @param arrived whether the step that was under way has ended with that */
  stopped(arrived: boolean): void {
    this.#underWay?.end(arrived ? "arrived" : "elsewhere");
    this.#underWay = undefined;
  }

  #turn(threadId: number): Turn {
    let end: (outcome: Outcome) => void = () => {};
    const ended = new Promise<Outcome>((resolve) => {
      end = resolve;
    });
    const turn: Turn = {
      threadId,
      ended,
      end: (outcome) => {
        if (this.#last === turn) this.#last = undefined;
        end(outcome);
      },
    };
    this.#last = turn;
    return turn;
  }
}
