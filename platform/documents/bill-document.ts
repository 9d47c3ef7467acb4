/** A bill as it is printed: texts in their final form, in the order in which they stand. */
export type BillDocument = {
  readonly number: string
  /** ISO 8601. */
  readonly issuedAt: string
  readonly issuer: {
    readonly name: string
    readonly address: readonly string[]
    readonly details: readonly string[]
  }
  /** The name, then the address. */
  readonly customer: readonly string[]
  readonly facts: readonly Fact[]
  readonly groups: readonly {
    readonly title: string
    readonly lines: readonly PrintedLine[]
    readonly total: string
  }[]
  readonly totals: readonly (Fact & { readonly strong?: boolean })[]
  readonly notes: readonly string[]
}
export type Fact = { readonly label: string; readonly value: string }
export type PrintedLine = {
  readonly description: string
  readonly service: string
  readonly quantity: string
  readonly amount: string
}
