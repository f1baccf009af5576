import { walkThrough } from "./walkthrough-steps.js";
import { Workplace } from "./workplace.js";

describe("the walk-through", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(() => place.dispose());

  it("finds the deadlock, cancels one of its tasks, and shows that the rest goes on", async function () {
    // A dozen processes one after the other, and a program that takes its time to deadlock.
    this.timeout(60_000);
    await walkThrough(place);
  });
});
