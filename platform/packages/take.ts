/** Is given each file of an archive by its name: as much of its content as the limit for files allows, and a byte more. */
export type Take = (name: string, content: Buffer) => void
