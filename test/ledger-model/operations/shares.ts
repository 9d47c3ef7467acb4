const whole = 10_000

/** A share in basis points is the hub's; half a minor unit goes to whom the work was done by. */
export const split = (
  amount: number,
  basisPoints: number,
): { readonly theirs: number; readonly ours: number } => {
  const theirs = Math.floor((amount * (whole - basisPoints) + whole / 2) / whole)
  return { theirs, ours: amount - theirs }
}
