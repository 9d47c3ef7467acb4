import { queryError } from '../errors/query-error.ts'

/**
 * Another site's page may embed an address as an image, a script or a frame without asking, and browsers say so. Nothing
 * here depends on cookies, and GET changes nothing; what is left to refuse is being probed by embedding.
 */
export const refuseEmbedding = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): void => {
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] === 'no-cors')
    throw queryError('FORBIDDEN', 'Queries are not embedded into pages of other sites; fetch them.')
}
