import { z } from 'zod'

/** A file that goes with a mail, as outboxes keep it. */
export const StoredAttachments = z.array(
  z.strictObject({
    fileName: z.string().min(1).max(200),
    contentType: z.string().min(1).max(100),
    base64: z.base64(),
  }),
)
