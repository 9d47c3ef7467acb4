/** The demo promises what it shows: what does not hold ends it with a failure. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

export const hold = (held: boolean, otherwise: string): void => {
  if (!held) throw new Broken(otherwise)
}
