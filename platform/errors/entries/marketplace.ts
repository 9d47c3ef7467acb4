import { entry } from '../entry.ts'

/** Listings and reviews. */
export const marketplace = {
  ILLEGAL_LISTING_TRANSITION: entry(
    409,
    'Listing cannot do this now',
    'The detail names its status: submit, propose a change or delist as that allows.',
  ),
  LISTING_INCOMPLETE: entry(
    409,
    'Listing is not complete',
    'The detail says what is missing before it can be on the market.',
  ),
  LISTING_REVIEW_REQUIRED: entry(
    409,
    'Listing has to be reviewed first',
    'Submit it for review instead of putting it back by yourself.',
  ),
  CHANGE_REQUEST_OPEN: entry(
    409,
    'A change request is open',
    'Wait for its reviewer, or withdraw it.',
  ),
  USE_NOT_VERIFIED: entry(
    409,
    'You have not used the app',
    'Name a run of yours that completed, or a subscription of yours that was active.',
  ),
  REVIEW_HIDDEN: entry(409, 'Review is hidden', 'Ask the hub’s operators why.'),
}
