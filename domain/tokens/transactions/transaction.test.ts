import t from 'tap'
import { asked, hash, onTransaction as told, signed } from '../../../test/kit/chain-transactions.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { chainTransaction } from './transaction.ts'

const { given, after } = decider(chainTransaction)
const out = [asked, told.nonce(3), told.signed(1), told.sent(1)] as const
const cancelling = { ...told.signed(2), signed: { ...signed(2), form: 'CANCEL' as const } }

t.test('asked for again it is asked for once; it has one nonce at a time', async () => {
  given().when(asked).then(['ChainTransactionRequested'])
  after(asked).when(asked).then([])
  given().when(told.nonce(3)).then('NOT_FOUND')
  after(asked).when(told.nonce(3)).then(['NonceAssigned'])
  after(asked, told.nonce(3)).when(told.nonce(3)).then([])
  after(asked, told.nonce(3)).when(told.nonce(4)).then('ALREADY_EXISTS')
  after(...out, told.lost(3))
    .when(told.nonce(4))
    .then(['NonceAssigned'])
})

t.test('what is signed is on record, in turn, under the nonce that it has', async () => {
  after(asked).when(told.signed(1)).then('NOT_FOUND')
  after(asked, told.nonce(3)).when(told.signed(1)).then(['TransactionSigned'])
  after(asked, told.nonce(3)).when(told.signed(1, 4)).then('NOT_FOUND')
  after(...out)
    .when(told.signed(1))
    .then([])
  const other = { ...told.signed(1), signed: { ...signed(1), hash: hash(9) } }
  after(...out)
    .when(other)
    .then('ALREADY_EXISTS')
  after(...out)
    .when(told.signed(2))
    .then(['TransactionSigned', 'TransactionReplaced'])
})

t.test(
  'a cancellation is a wish of somebody, and nothing is signed after it but itself',
  async () => {
    after(...out)
      .when(cancelling)
      .then('INVALID_INPUT')
    after(asked)
      .when(told.cancel)
      .then(['TransactionCancellationRequested', 'TransactionCancelled'])
    after(...out)
      .when(told.cancel)
      .then(['TransactionCancellationRequested'])
    after(...out, told.cancel)
      .when(cancelling)
      .then(['TransactionSigned', 'TransactionReplaced'])
    after(...out, told.cancel, cancelling)
      .when(told.signed(3))
      .then('INVALID_INPUT')
    after(...out, told.cancel, cancelling, told.included(2))
      .when(told.final(2))
      .then(['TransactionCancelled'])
    after(...out, told.cancel, cancelling, told.included(1))
      .when(told.final(1))
      .then(['TransactionFinalised'])
    after(...out, told.included(1))
      .when(told.cancel)
      .then([])
  },
)

t.test('a block that goes is told of, and what stands in another is told of anew', async () => {
  const included = [...out, told.included(1)] as const
  after(...included)
    .when(told.included(1))
    .then([])
  after(...included)
    .when(told.elsewhere(1))
    .then(['TransactionOrphaned', 'TransactionIncluded'])
  after(...included)
    .when(told.orphaned(1))
    .then(['TransactionOrphaned'])
  after(...included, told.orphaned(1))
    .when(told.sent(1))
    .then(['TransactionBroadcast'])
  after(...included)
    .when(told.dropped(1))
    .then([])
  after(...out)
    .when(told.final(1))
    .then([])
  after(...included, told.safe(1))
    .when(told.safe(1))
    .then([])
  after(...out)
    .when(told.reverted(1, { code: 'PaymentExpired', detail: '' }))
    .then(['TransactionIncluded', 'TransactionReverted'])
})

t.test('an end is an end', async () => {
  const ended = [...out, told.included(1), told.final(1)] as const
  for (const command of [told.cancel, told.orphaned(1), told.sent(1), told.lost(3), told.nonce(9)])
    after(...ended)
      .when(command)
      .then([])
})
