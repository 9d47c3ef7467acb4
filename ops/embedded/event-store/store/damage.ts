/** What is wrong, and where. `position` is that of the log; `lost` what can't be read from there, if it is known. */
export type Damage = {
  readonly file: string
  readonly what: string
  readonly position?: number
  readonly stream?: string
}

const place = ({ position, stream }: Damage): string =>
  [
    ...(position === undefined ? [] : [`at position ${position}`]),
    ...(stream === undefined ? [] : [`in stream ${stream}`]),
  ].join(' ')

const inWords = (damage: Damage): string => {
  const where = place(damage)
  return `${damage.what}${where === '' ? '' : ` ${where}`} (${damage.file})`
}

/** The data files are not what was written. Nothing is served from what is damaged; the message names the way out. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged'
  readonly code = 'store-damaged'
  readonly damage: Damage
  constructor(damage: Damage) {
    super(
      `The event store is damaged: ${inWords(damage)}. Restore a backup (qhub store restore), or look at what would be lost without one: qhub store repair`,
    )
    this.damage = damage
  }
}
