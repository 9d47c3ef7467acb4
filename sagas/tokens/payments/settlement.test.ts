import t from 'tap'
import { heard, passes, saga } from '../../../test/kit/given-when-then/saga.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { tokenSettlement } from './settlement.ts'

const { given } = saga(tokenSettlement)
const onChainId = `0x${'1f'.repeat(32)}`
const at = '2026-01-01T12:00:00.000Z'
const of = {
  paymentId: idNamed('payment'),
  onChainId,
  organisation: idNamed('ours'),
  chain: 'local',
  at,
}
const qvt = (amount: string) => ({ amount, asset: 'QVT/18' })
const payer = `0x${'aB'.repeat(20)}`
const opened = heard('TokenPaymentOpened', {
  ...{ ...of, payer, amount: qvt('100') },
  validBefore: '2026-01-02T12:00:00.000Z',
})
const signature = `0x${'2e'.repeat(65)}`
const signed = heard('TokenPaymentSigned', { ...of, signature, signedBy: idNamed('payer') })
const entryId = idNamed('entry')
const authorised = heard('TokenPaymentAuthorised', { ...of, entryId, amount: qvt('100') })
const wantsCapture = heard('TokenPaymentCaptureRequested', { ...of, amount: qvt('60') })
const said = (event: string, more: object) =>
  heard('ChainEntryFinalised', {
    ...{ entryId, contract: 'PAYMENTS', event },
    arguments: { paymentId: onChainId, ...more },
  })
const transactionId = (key: string, attempt = 1) =>
  derivedId('token payment', onChainId, key, attempt.toString())
const purpose = { kind: 'TOKEN_PAYMENT', id: onChainId }
const ended = (key: string, code: string, attempt = 1) =>
  heard('TransactionCancelled', {
    ...{
      transactionId: transactionId(key, attempt),
      chain: 'local',
      purpose,
      code,
      detail: '',
      at,
    },
  })

t.test('each thing is asked of the escrow once, and believed when it is final', async () => {
  given().when(opened).then([])
  given(opened)
    .when(signed)
    .then([
      {
        ...{ kind: 'callEscrow', method: 'authorize', transactionId: transactionId('authorize') },
        arguments: [payer, '100', '0', '1767355200', onChainId, signature],
      },
    ])
  given(opened, signed)
    .when(said('PaymentAuthorized', { amount: '100' }))
    .then([{ kind: 'recordEntry', entry: { entryId, event: 'PaymentAuthorized', amount: '100' } }])
  given(opened, signed).when(authorised).then([])
  given(opened, signed, authorised)
    .when(wantsCapture)
    .then([{ kind: 'callEscrow', method: 'capture', arguments: [onChainId, '60'] }])
  given(opened, signed, authorised, wantsCapture).when(said('RoleGranted', {})).then([])
})

t.test(
  'what the contract refuses for good is recorded; what it may take later is asked again',
  async () => {
    given(opened, signed)
      .when(ended('authorize', 'ERC20InsufficientBalance'))
      .then([{ kind: 'recordFailure', call: 'authorize', code: 'ERC20InsufficientBalance' }])
    const capturing = [opened, signed, authorised, wantsCapture] as const
    given(...capturing)
      .when(ended('capture', 'PaymentExpired'))
      .then([{ kind: 'recordFailure', call: 'capture', code: 'PaymentExpired' }])
    given(...capturing)
      .when(ended('authorize', 'SOMETHING'))
      .then([])
    given(...capturing)
      .when(ended('capture', 'EnforcedPause'))
      .then(['schedule again'])
    given(...capturing, ended('capture', 'EnforcedPause'))
      .when(passes({ minutes: 10 }))
      .then([{ kind: 'callEscrow', method: 'capture', transactionId: transactionId('capture', 2) }])
  },
)

t.test('a call that was thrown out in its block is over when the block is final', async () => {
  const of = { transactionId: transactionId('authorize'), chain: 'local', purpose, at }
  const reverted = heard('TransactionReverted', { ...of, code: 'ERC3009UsedAuthorization' })
  given(opened, signed).when(reverted).then([])
  given(opened, signed, reverted)
    .when(heard('TransactionFinalised', { ...of, status: 'REVERTED' }))
    .then([{ kind: 'recordFailure', call: 'authorize', code: 'ERC3009UsedAuthorization' }])
  given(opened, signed)
    .when(heard('TransactionFinalised', { ...of, status: 'SUCCEEDED' }))
    .then([])
})
