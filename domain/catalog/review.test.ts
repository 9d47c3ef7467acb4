import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { listingViews, mostViews } from './listing-views.ts'
import type { ReviewEvent } from './review-events.ts'
import { mostEdits, review, type ReviewCommand, type ReviewState } from './review.ts'

const at = '2026-11-21T12:00:00.000Z'
const { given } = decider(review, { now: at })
const [reviewId, appId, author, reader] = [idNumber(1), idNumber(2), idNumber(3), idNumber(4)]
const [buyer, seller] = [idNumber(5), idNumber(6)]
const fact = { reviewId, appId, at }
const sealed = (text: string) => `sealed:v1:a.b.c.${text}`
const opinion = { rating: 4, title: sealed('title'), body: sealed('body') }
const use = { kind: 'JOB', jobId: idNumber(7) } as const
const whose = { author, organisationId: buyer, sellerOrganisation: seller, use }

const write: ReviewCommand = { type: 'WriteReview', reviewId, appId, ...whose, ...opinion }
const edit: ReviewCommand = { type: 'EditReview', ...opinion, rating: 2 }
const written: ReviewEvent = { type: 'ReviewWritten', data: { ...fact, ...whose, ...opinion } }
const edited: ReviewEvent = { type: 'ReviewEdited', data: { ...fact, ...opinion, rating: 2 } }
const withdrawn: ReviewEvent = { type: 'ReviewWithdrawn', data: fact }
const hidden: ReviewEvent = { type: 'ReviewHidden', data: { ...fact, reason: 'abuse' } }
const shown: ReviewEvent = { type: 'ReviewShown', data: { ...fact, reason: 'a mistake' } }
const report: ReviewCommand = { type: 'ReportReview', reporter: reader, reason: 'SPAM' }
const reported: ReviewEvent = {
  type: 'ReviewReported',
  data: { ...fact, reporter: reader, reason: 'SPAM' },
}
const vote = (helpful: boolean, voter = reader): ReviewCommand => ({
  type: 'Vote',
  voter,
  helpful,
})
const helpful: ReviewEvent = { type: 'ReviewFoundHelpful', data: { ...fact, voter: reader } }
const unhelpful: ReviewEvent = { type: 'ReviewVoteTakenBack', data: { ...fact, voter: reader } }
const reply: ReviewCommand = { type: 'ReplyToReview', reply: 'Thank you.' }
const replied: ReviewEvent = { type: 'ReviewReplied', data: { ...fact, reply: 'Thank you.' } }

t.test('one review of a person and an app', async () => {
  given().when(write).then([written])
  given(written).when(write).then('ALREADY_EXISTS')
  given()
    .when({ ...write, organisationId: seller })
    .then('FORBIDDEN')
  given().when(edit).then('NOT_FOUND')
  given(written).when(edit).then([edited])
  given(written, ...Array.from({ length: mostEdits }, () => edited))
    .when(edit)
    .then('LIMIT_REACHED')
  given(written).when({ type: 'WithdrawReview' }).then([withdrawn])
  given(written, withdrawn).when({ type: 'WithdrawReview' }).then([])
  given(written, withdrawn).when(edit).then('NOT_FOUND')
  given(written, withdrawn).when(write).then([written])
})

t.test('what others say of it', async () => {
  given(written).when(reply).then([replied])
  given(written, replied).when(reply).then([])
  given(written, ...Array.from({ length: mostEdits + 1 }, () => replied))
    .when({ type: 'ReplyToReview', reply: 'Once more.' })
    .then('LIMIT_REACHED')
  given(written).when(report).then([reported])
  given(written, reported).when(report).then([])
  given(written).when({ type: 'ReportReview', reporter: author, reason: 'SPAM' }).then('FORBIDDEN')
  given(written).when(vote(true)).then([helpful])
  given(written).when(vote(false)).then([])
  given(written, helpful).when(vote(true)).then([])
  given(written, helpful).when(vote(false)).then([unhelpful])
  given(written).when(vote(true, author)).then('FORBIDDEN')
})

t.test('moderation', async () => {
  given(written).when({ type: 'HideReview', reason: 'abuse' }).then([hidden])
  given(written, hidden).when({ type: 'HideReview', reason: 'abuse' }).then([])
  given(written, hidden).when({ type: 'ShowReview', reason: 'a mistake' }).then([shown])
  given(written).when({ type: 'ShowReview', reason: 'a mistake' }).then([])
  given(written, hidden).when(edit).then('REVIEW_HIDDEN')
  given(written, hidden, withdrawn).when(write).then('REVIEW_HIDDEN')
  given(written, reported, hidden, shown).when(report).then([reported])
})

t.test(
  'whatever is wished, texts change a limited number of times and never while hidden',
  async (t) => {
    const verdict = { reason: 'because' }
    const wish = fc.constantFrom<ReviewCommand>(
      write,
      edit,
      reply,
      report,
      vote(true),
      vote(false),
      { type: 'WithdrawReview' },
      { type: 'HideReview', ...verdict },
      { type: 'ShowReview', ...verdict },
    )
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 80 }), (wishes) => {
        let state: ReviewState = review.initial
        let texts = 0
        for (const command of wishes) {
          const wasHidden = state.kind === 'written' && state.hidden
          const decision = review.decide(command, state, meta)
          if (isRejection(decision)) continue
          state = decision.reduce(review.evolve, state)
          const said = decision.filter(
            ({ type }) => type === 'ReviewWritten' || type === 'ReviewEdited',
          )
          texts += said.length
          if (wasHidden && said.length > 0) return false
        }
        return texts <= mostEdits + 1
      }),
    )
    t.pass('held')
  },
)

t.test('an account is counted once a day for a listing', async () => {
  const views = decider(listingViews, { now: at })
  const record = (...appIds: readonly string[]) =>
    ({ type: 'RecordViews', day: '2026-11-21', appIds }) as const
  const viewed = (...appIds: string[]) =>
    ({ type: 'ListingsViewed', data: { day: '2026-11-21', appIds, at } }) as const
  const many = Array.from({ length: mostViews + 1 }, (_, n) => idNumber(n + 1))
  const [first = '', second = ''] = many
  views
    .given()
    .when(record(first, second, first))
    .then([viewed(first, second)])
  views
    .given(viewed(first))
    .when(record(first, second))
    .then([viewed(second)])
  views.given(viewed(first)).when(record(first)).then([])
  views
    .given()
    .when(record(...many))
    .then([viewed(...many.slice(0, mostViews))])
  views
    .given(viewed(...many.slice(0, mostViews)))
    .when(record(...many))
    .then([])
})
