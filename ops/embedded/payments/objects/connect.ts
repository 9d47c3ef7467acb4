import { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import { invalid } from '../core/errors.ts'
import type { Account, Payout, Reversal, Transfer } from '../core/stored.ts'
import { operation } from '../http/operation.ts'
import { page } from '../http/listing.ts'
import { amount, bool, currency, expand, listing, metadata, text } from '../http/params.ts'
import { balanceOf, insistOnBalance, move } from './balance.ts'

/** The seller has told everything: money may be sent on to them. */
export const onboard = (draft: Draft, account: Account): Account => {
  const ready = draft.put<Account>({
    ...account,
    charges_enabled: true,
    payouts_enabled: true,
    details_submitted: true,
    requirements: { currently_due: [], disabled_reason: null },
  })
  draft.emit('account.updated', ready, ready.id)
  return ready
}

/** The vendor wants to know more before it pays out. */
export const restrict = (draft: Draft, account: Account): Account => {
  const restricted = draft.put<Account>({
    ...account,
    payouts_enabled: false,
    requirements: {
      currently_due: ['individual.verification.document'],
      disabled_reason: 'requirements.past_due',
    },
  })
  draft.emit('account.updated', restricted, restricted.id)
  return restricted
}

/** The bank has the money, or sends it back. */
export const settlePayout = (draft: Draft, payout: Payout): Payout => {
  if (payout.status !== 'pending' && payout.status !== 'in_transit')
    throw invalid('This payout is over.')
  const { account, payoutFailure } = draft.hidden(payout.id)
  const failure = payoutFailure ?? draft.hidden(account ?? '').payoutFailure
  if (failure === undefined) {
    const paid = draft.put<Payout>({ ...payout, status: 'paid' })
    draft.emit('payout.paid', paid, account)
    return paid
  }
  const { currency: of, id } = payout
  move(draft, {
    amount: payout.amount,
    currency: of,
    type: 'payout_failure',
    source: id,
    ...(account === undefined ? {} : { account }),
  })
  const failed = draft.put<Payout>({ ...payout, status: 'failed', failure_code: failure })
  draft.emit('payout.failed', failed, account)
  return failed
}

const transferOf = (draft: Draft, id: string): Transfer => draft.get('transfer', id)

const accountParams = z.strictObject({
  country: z.string().length(2),
  email: text.optional(),
  controller: z.unknown().optional(),
  capabilities: z.unknown().optional(),
  settings: z.unknown().optional(),
  metadata: metadata.optional(),
  expand: expand.optional(),
})

export const connectOperations = [
  operation('accounts.create', 'POST', '/v1/accounts', accountParams, (draft, params) => {
    const account: Account = {
      id: draft.id('acct'),
      object: 'account',
      created: draft.now,
      metadata: params.metadata ?? {},
      type: 'express',
      country: params.country,
      email: params.email ?? null,
      charges_enabled: false,
      payouts_enabled: false,
      details_submitted: false,
      requirements: {
        currently_due: ['external_account', 'individual.first_name', 'tos_acceptance.date'],
        disabled_reason: 'requirements.past_due',
      },
    }
    return draft.put(account)
  }),
  operation('accounts.list', 'GET', '/v1/accounts', z.strictObject(listing), (draft, params) =>
    page(draft.all('account'), params, '/v1/accounts'),
  ),
  operation('accounts.get', 'GET', '/v1/accounts/:id', z.strictObject({}), (draft, _, { id }) =>
    draft.get('account', id),
  ),
  operation(
    'account_links.create',
    'POST',
    '/v1/account_links',
    z.strictObject({
      account: text,
      refresh_url: text,
      return_url: text,
      type: z.literal('account_onboarding'),
      expand: expand.optional(),
    }),
    (draft, params, { origin }) => ({
      object: 'account_link',
      created: draft.now,
      expires_at: draft.now + 300,
      url: `${origin}/_simulator/pages/accounts/${draft.get('account', params.account).id}?return_url=${encodeURIComponent(params.return_url)}`,
    }),
  ),
  operation(
    'transfers.create',
    'POST',
    '/v1/transfers',
    z.strictObject({
      amount,
      currency,
      destination: text,
      transfer_group: text.optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    (draft, params) => {
      const account = draft.get('account', params.destination)
      if (!account.charges_enabled)
        throw invalid('The destination account does not have the transfers capability enabled.', {
          code: 'insufficient_capabilities_for_transfer',
        })
      insistOnBalance(draft, params.amount, params.currency)
      const id = draft.id('tr')
      const { currency: of } = params
      const out = move(draft, {
        amount: -params.amount,
        currency: of,
        type: 'transfer',
        source: id,
      })
      move(draft, {
        amount: params.amount,
        currency: of,
        type: 'payment',
        source: id,
        account: account.id,
      })
      const transfer: Transfer = {
        id,
        object: 'transfer',
        created: draft.now,
        metadata: params.metadata ?? {},
        amount: params.amount,
        currency: of,
        amount_reversed: 0,
        reversed: false,
        destination: account.id,
        transfer_group: params.transfer_group ?? null,
        balance_transaction: out.id,
        livemode: false,
      }
      draft.emit('transfer.created', draft.put(transfer))
      return transfer
    },
  ),
  operation(
    'transfers.list',
    'GET',
    '/v1/transfers',
    z.strictObject({ ...listing, destination: text.optional(), transfer_group: text.optional() }),
    (draft, params) =>
      page(
        draft
          .all('transfer')
          .filter(
            (one) =>
              (params.destination ?? one.destination) === one.destination &&
              (params.transfer_group ?? one.transfer_group) === one.transfer_group,
          ),
        params,
        '/v1/transfers',
      ),
  ),
  operation('transfers.get', 'GET', '/v1/transfers/:id', z.strictObject({}), (draft, _, { id }) =>
    transferOf(draft, id),
  ),
  operation(
    'transfers.reverse',
    'POST',
    '/v1/transfers/:id/reversals',
    z.strictObject({
      amount: amount.optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    (draft, params, { id }) => {
      const transfer = transferOf(draft, id)
      const { currency: of, destination: account } = transfer
      const left = transfer.amount - transfer.amount_reversed
      const wanted = params.amount ?? left
      if (wanted > left || wanted < 1)
        throw invalid('Reversal amount is greater than the unreversed amount of the transfer', {
          param: 'amount',
        })
      insistOnBalance(draft, wanted, of, account)
      const reversalId = draft.id('trr')
      move(draft, {
        amount: -wanted,
        currency: of,
        type: 'payment_refund',
        source: reversalId,
        account,
      })
      const back = move(draft, {
        amount: wanted,
        currency: of,
        type: 'transfer_refund',
        source: reversalId,
      })
      const reversal: Reversal = {
        id: reversalId,
        object: 'transfer_reversal',
        created: draft.now,
        metadata: params.metadata ?? {},
        amount: wanted,
        currency: of,
        transfer: transfer.id,
        balance_transaction: back.id,
      }
      draft.put(reversal)
      const reversed = transfer.amount_reversed + wanted
      const updated = draft.put<Transfer>({
        ...transfer,
        amount_reversed: reversed,
        reversed: reversed === transfer.amount,
      })
      draft.emit('transfer.reversed', updated)
      return reversal
    },
  ),
  operation(
    'transfers.reversals',
    'GET',
    '/v1/transfers/:id/reversals',
    z.strictObject(listing),
    (draft, params, { id }) =>
      page(
        draft.all('transfer_reversal').filter(({ transfer }) => transfer === id),
        params,
        `/v1/transfers/${id}/reversals`,
      ),
  ),
  operation(
    'payouts.create',
    'POST',
    '/v1/payouts',
    z.strictObject({
      amount,
      currency,
      metadata: metadata.optional(),
      statement_descriptor: text.optional(),
      expand: expand.optional(),
    }),
    (draft, params, { account }) => {
      if (account !== undefined && !draft.get('account', account).payouts_enabled)
        throw invalid('Payouts are not enabled for this account.', { code: 'payouts_not_allowed' })
      const { currency: of } = params
      insistOnBalance(draft, params.amount, of, account)
      const id = draft.id('po')
      const owned = account === undefined ? {} : { account }
      const out = move(draft, {
        amount: -params.amount,
        currency: of,
        type: 'payout',
        source: id,
        ...owned,
      })
      const payout: Payout = {
        id,
        object: 'payout',
        created: draft.now,
        metadata: params.metadata ?? {},
        amount: params.amount,
        currency: of,
        status: 'pending',
        arrival_date: draft.now + 86_400,
        automatic: false,
        failure_code: null,
        balance_transaction: out.id,
        livemode: false,
      }
      draft.put(payout, owned)
      draft.emit('payout.created', payout, account)
      return payout
    },
  ),
  operation(
    'payouts.list',
    'GET',
    '/v1/payouts',
    z.strictObject(listing),
    (draft, params, { account }) =>
      page(
        draft.all('payout').filter(({ id }) => draft.hidden(id).account === account),
        params,
        '/v1/payouts',
      ),
  ),
  operation(
    'payouts.get',
    'GET',
    '/v1/payouts/:id',
    z.strictObject({ expand: expand.optional() }),
    (draft, _, { id, account }) => {
      const payout = draft.get('payout', id)
      if (draft.hidden(id).account !== account) throw invalid(`No such payout: '${id}'`)
      return payout
    },
  ),
  operation(
    'balance.get',
    'GET',
    '/v1/balance',
    z.strictObject({ expand: expand.optional(), pending: bool.optional() }),
    (draft, _, { account }) => {
      const currencies = new Set(draft.all('balance_transaction').map((one) => one.currency))
      return {
        object: 'balance',
        livemode: false,
        available: [...currencies].map((of) => ({
          currency: of,
          amount: balanceOf(draft, of, account),
        })),
        pending: [],
      }
    },
  ),
]
