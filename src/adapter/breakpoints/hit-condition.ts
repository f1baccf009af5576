/** Hit conditions of breakpoints: `5` (the fifth hit and later ones), `=5`, `>5`, `>=5`, `<5`, `<=5`, `%5`. */

/** Whether to stop at the n-th hit; n counts from 1. */
export type HitCondition = (hits: number) => boolean;

const PATTERN = /^\s*(>=|<=|==?=?|>|<|%)?\s*(\d+)\s*$/;

/** @returns undefined for a text that is no hit condition. */
export function parseHitCondition(text: string): HitCondition | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const count = Number(match[2]);
  switch (match[1]) {
    case undefined:
    case ">=":
      return (hits) => hits >= count;
    case ">":
      return (hits) => hits > count;
    case "<":
      return (hits) => hits < count;
    case "<=":
      return (hits) => hits <= count;
    case "%":
      return count === 0 ? undefined : (hits) => hits % count === 0;
    default:
      return (hits) => hits === count;
  }
}
