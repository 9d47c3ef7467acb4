import { entry } from '../entry.ts'

/** Meters, usage and its prices. */
export const metering = {
  METER_UNKNOWN: entry(404, 'No such meter', 'Use a key that `meters` lists, or define the meter.'),
  METER_NOT_REPORTED: entry(
    422,
    'This meter is not reported',
    'The hub counts jobs itself; report nothing for this meter.',
  ),
  USAGE_OUT_OF_BOUNDS: entry(
    422,
    'Usage is out of bounds',
    'Send a time, a value and a subject as the meter takes them.',
  ),
  USAGE_CONFLICT: entry(
    409,
    'Another usage event has this id',
    'Give every event an id of its own; correct an event by a correction that names it.',
  ),
  USAGE_UNKNOWN: entry(
    404,
    'No such usage event',
    'Correct an event of the same organisation by the source and id that it was reported under.',
  ),
  PRICE_BOOK_INVALID: entry(
    422,
    'The price book cannot be like this',
    'Let tiers rise, the last one without end, and versions begin in the future.',
  ),
}
