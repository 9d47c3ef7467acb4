/** The devices on offer, as lists of the read models know them. */
export type Fleet = {
  /** Ids of devices that are not retired and have so many qubits, the newest first. */
  readonly candidates: (qubits: number, limit: number) => Promise<readonly string[]>
  /** How long jobs waited in the device's line, of those that began last; nothing where none did. */
  readonly recentWait: (
    deviceId: string,
  ) => Promise<{ readonly jobs: number; readonly meanSeconds: number } | undefined>
}
