import { entry } from '../entry.ts'

/** What any command may answer. */
export const everywhere = {
  NOT_FOUND: entry(404, 'Not found', 'Check the id; what belongs to others is not shown either.'),
  ALREADY_EXISTS: entry(409, 'Exists already', 'Read it instead, or use another id.'),
  FORBIDDEN: entry(403, 'Not allowed', 'The detail names the role or scope that is needed.'),
  INVALID_INPUT: entry(400, 'Input is not valid', 'The errors name each field by JSON pointer.'),
}
