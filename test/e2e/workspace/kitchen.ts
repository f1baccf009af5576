// A cook that is stopped while a guest is suspended with locals of its own, in a program that goes on for as long as it is let.
import * as asyncio from "loopscope";

const meals = { tea: { price: 3 }, soup: { price: 5 } };

function* fetchPrice(meal: keyof typeof meals) {
  yield* asyncio.sleep(0.01);
  return meals[meal].price;
}

function* eat(guest: string) {
  const plate = { guest, courses: ["soup", "tea"], total: 0 };
  let bites = 0;
  while (true) {
    yield* asyncio.sleep(0.05);
    bites += 1;
    plate.total += bites;
  }
}

function* cook() {
  let portions = 2;
  const pot = Object.freeze({ spices: ["salt", "cumin"], litres: 5 });
  while (true) {
    yield* asyncio.sleep(0.2);
    console.log(`${portions} portions, ${pot.spices.length} spices, ${yield* fetchPrice("soup")} each`);
    portions += 1;
  }
}

function* main() {
  yield* asyncio.gather([
    asyncio.createTask(eat("ada"), { name: "guest" }),
    asyncio.createTask(cook(), { name: "cook" }),
  ]);
}

await asyncio.run(main());
