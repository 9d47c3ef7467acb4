import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { exchange, type ExchangeCommand } from '../../domain/tokens/exchange/exchange.ts'
import { tokenDeposit, type DepositCommand } from '../../domain/tokens/transfers/deposit.ts'
import { withdrawalPurpose } from '../../domain/tokens/transfers/withdrawal-purpose.ts'
import { chainTransaction } from '../../domain/tokens/transactions/transaction.ts'
import { qvt } from '../../domain/tokens/values.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const chain = 'local'
const address = '0x52908400098527886E0F7030069857D2E4169EE7'
const minimum = 10n

const onDeposit =
  (wish: (depositId: string, organisation: string) => DepositCommand): Step =>
  (recorder, _, name, owner) => {
    const depositId = idOf('deposit', owner, name)
    recorder.record(tokenDeposit, depositId, wish(depositId, idOf('organisation', owner)))
  }

const see = (amount: bigint, isLinked: boolean, observation: number): Step =>
  onDeposit((depositId, organisation) => ({
    ...{ type: 'SeeDeposit', depositId, chain, from: address, amount, observation, minimum },
    transactionHash: `0x${'ab'.repeat(32)}`,
    ...(isLinked ? { organisation } : {}),
  }))

type Bare<Each = WalletCommand> = Each extends WalletCommand
  ? Omit<Each, 'organisation' | 'asset'>
  : never

const onWallet =
  (wish: (name: string) => Bare): Step =>
  (recorder, _, name, owner) => {
    const organisation = idOf('organisation', owner)
    // Whose it is makes every wish a command.
    const command = { ...wish(`${owner}-${name}`), organisation, asset: qvt } as WalletCommand
    recorder.record(wallet, walletIdOf(organisation, qvt), command)
  }

const withdraw = onWallet((name) => ({
  type: 'WithdrawToChain',
  ...{ withdrawalId: idOf('withdrawal', name), chain, address, amount: 30n },
  limits: { least: 1n, perWithdrawal: 100n, perDay: 1_000n },
}))

/** A call of the treasury is on record for what has left the wallet, and for nothing else. */
const send: Step = (recorder, _, name, owner) => {
  const withdrawalId = idOf('withdrawal', `${owner}-${name}`)
  const isStarted = recorder.events.some(
    ({ type, data }) =>
      type === 'ChainWithdrawalStarted' && JSON.stringify(data).includes(withdrawalId),
  )
  if (!isStarted) return
  const transactionId = idOf('transaction of', withdrawalId)
  recorder.record(chainTransaction, transactionId, {
    type: 'RequestTransaction',
    ...{ transactionId, chain, signer: 'TREASURY', contract: 'QVT', method: 'transfer' },
    arguments: [address, '30'],
    purpose: { kind: withdrawalPurpose, id: withdrawalId },
  })
}

const onExchange =
  (wish: (exchangeId: string, organisation: string) => ExchangeCommand): Step =>
  (recorder, _, name, owner) => {
    const exchangeId = idOf('exchange', owner, name)
    recorder.record(exchange, exchangeId, wish(exchangeId, idOf('organisation', owner)))
  }

/** Tokens between chains and wallets, and for money. */
export const transferSteps = {
  seeDeposit: see(50n, true, 1),
  seeDepositAgain: see(60n, true, 2),
  seeUnlinkedDeposit: see(50n, false, 1),
  orphanDeposit: onDeposit((depositId) => ({ type: 'OrphanDeposit', depositId, observation: 1 })),
  finaliseDeposit: onDeposit((depositId) => ({
    ...{ type: 'FinaliseDeposit', depositId, observation: 1, minimum },
  })),
  refuseDeposit: onDeposit((depositId) => ({
    ...{ type: 'RefuseDeposit', depositId, code: 'ASSET_MISMATCH' },
  })),
  claimDeposit: onDeposit((depositId, organisation) => ({
    ...{ type: 'ClaimDeposit', depositId, organisation, by: 'somebody', reason: 'test' },
  })),
  expectInWallet: onWallet((name) => ({
    ...{ type: 'ExpectDeposit', depositId: idOf('entry', name), observation: 1, amount: 70n },
  })),
  reverseInWallet: onWallet((name) => ({
    ...{ type: 'ReverseDeposit', depositId: idOf('entry', name), observation: 1 },
  })),
  creditInWallet: onWallet((name) => ({
    ...{ type: 'CreditDeposit', depositId: idOf('entry', name), observation: 1, amount: 70n },
  })),
  withdrawToChain: withdraw,
  sendWithdrawal: send,
  settleOnChain: onWallet((name) => ({
    ...{ type: 'SettleChainWithdrawal', withdrawalId: idOf('withdrawal', name) },
  })),
  returnFromChain: onWallet((name) => ({
    ...{ type: 'ReturnChainWithdrawal', withdrawalId: idOf('withdrawal', name) },
  })),
  quoteExchange: onExchange((exchangeId, organisation) => ({
    ...{ type: 'QuoteExchange', exchangeId, organisation, asset: 'USD/2' },
    sold: { amount: (10n ** 19n).toString(), asset: qvt },
    price: { asset: 'USD/2', price: '0.25', at: '2026-01-01T00:00:00.000Z' },
    ...{ feeBasisPoints: 50, validForSeconds: 3_600, most: 100_000n },
  })),
  acceptExchange: onExchange((exchangeId) => ({ type: 'AcceptExchange', exchangeId })),
  sellInWallet: onWallet((name) => ({
    ...{ type: 'SellForExchange', exchangeId: idOf('exchange', name), amount: 20n, fee: 1n },
  })),
  buyInWallet: onWallet((name) => ({
    ...{ type: 'BuyByExchange', exchangeId: idOf('exchange back', name), amount: 20n },
  })),
  unsellInWallet: onWallet((name) => ({
    ...{ type: 'ReturnExchange', exchangeId: idOf('exchange', name) },
  })),
  completeExchange: onExchange((exchangeId) => ({ type: 'CompleteExchange', exchangeId })),
  failExchange: onExchange((exchangeId) => ({
    ...{ type: 'FailExchange', exchangeId, code: 'INSUFFICIENT_FUNDS' },
  })),
} satisfies Readonly<Record<string, Step>>
