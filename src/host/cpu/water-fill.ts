/** Weighted max-min sharing in whole numbers: nobody gets more than it can use, what one leaves the others share by weight, and nothing is lost to rounding. */

export interface Share {
  readonly weight: number;
  readonly cap: number;
}

/** The shares of `capacity`, in the order of the claims: their sum is the capacity, or all the caps when those are less. */
export function waterFill(capacity: number, claims: readonly Share[]): number[] {
  const rates = claims.map(() => 0);
  let left = capacity;
  let active = claims.map((_, i) => i);
  for (;;) {
    let weights = 0;
    for (const i of active) weights += claims[i]!.weight;
    const open: number[] = [];
    let taken = 0;
    for (const i of active) {
      const { weight, cap } = claims[i]!;
      if (cap * weights <= weight * left) {
        rates[i] = cap;
        taken += cap;
      } else open.push(i);
    }
    if (open.length === active.length || open.length === 0) {
      if (open.length > 0) divide(left, weights, open, claims, rates);
      return rates;
    }
    left -= taken;
    active = open;
  }
}

/** No claim of `open` reaches its cap here; the units lost by rounding down go to the first, one each. */
function divide(left: number, weights: number, open: readonly number[], claims: readonly Share[], rates: number[]): void {
  let given = 0;
  for (const i of open) {
    const rate = Math.floor((claims[i]!.weight * left) / weights);
    rates[i] = rate;
    given += rate;
  }
  for (const i of open) {
    if (given >= left) return;
    rates[i]!++;
    given++;
  }
}
