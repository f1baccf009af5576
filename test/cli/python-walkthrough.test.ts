import { walkThrough } from "./walkthrough-steps.js";
import { Workplace } from "./workplace.js";

describe("the walk-through in Python", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(() => place.dispose());

  it("has the same steps, and comes to the same end", async function () {
    this.timeout(120_000);
    await walkThrough(place, {
      program: "examples/python/order-service.py",
      coroutine: "Shop.pay_back_and_restock",
    });
  });
});
