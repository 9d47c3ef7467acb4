import { z } from 'zod'

/** Forms that several answers and paths share, as the reference shows them. */
export const Id = z.uuid()
export const Instant = z.iso.datetime()
export const Money = z.object({
  amount: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,35})$/)
    .max(36)
    .describe('Minor units of the asset'),
  asset: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{2,9}\/(?:[0-9]|1[0-9])$/)
    .max(13)
    .describe('Asset and decimals of its minor unit'),
})

/** A request without a body, for which fastify says null. */
export const noBody = z.null()

const kib = 1024
/** A program of 256 KiB, each character of which JSON may have to escape. */
export const programLimit = 544 * kib
/** The largest calibration that vendors publish today is below 1 MiB. */
export const calibrationLimit = 4 * 1024 * kib
