import { z } from 'zod'

/** A part of a document: where it stands in it, and where its meaning lies (of length 1). */
export type Passage = {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly vector: readonly number[]
}

const Written = z.array(
  z.strictObject({ from: z.int(), to: z.int(), text: z.string(), vector: z.base64() }),
)

/** As text, to be sealed: vectors as 32-bit floats, little-endian, base64. */
export const writePassages = (passages: readonly Passage[]): string =>
  JSON.stringify(
    passages.map(({ vector, ...passage }) => ({
      ...passage,
      vector: Buffer.from(Float32Array.from(unit(vector)).buffer).toString('base64'),
    })),
  )

export const readPassages = (text: string): readonly Passage[] =>
  Written.parse(JSON.parse(text)).map(({ vector, ...passage }) => {
    const bytes = Buffer.from(vector, 'base64')
    const values = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4))
    return { ...passage, vector: values }
  })

/** The same direction at length 1, so that a product of two is the cosine between them. */
export const unit = (vector: readonly number[]): readonly number[] => {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}
