import { hold } from '../expect.ts'
import { proveLedger } from '../ledger.ts'
import type { Screen } from '../screen.ts'
import type { Stage } from '../stage.ts'
import { inWords, qvt } from './asking.ts'
import { assemble } from './cast.ts'
import { changeCommission, voted } from './governing.ts'
import { deposit, exchange, withdraw } from './moving.ts'
import { runOnAddress } from './paying.ts'
import { ledgerIsChain } from './comparing.ts'
import { rewardWork } from './rewarding.ts'
import { stakeForHours } from './staking.ts'

/** What the tokens' story needs of a hub: a chain, a price, and room for an amount that carries a vote. */
export const tokenSettings: Readonly<Record<string, string>> = {
  QHUB_CHAINS: 'embedded',
  QHUB_TOKEN_PRICE: '0.05',
  QHUB_EXCHANGE_MAXIMUM: '5000000',
  QHUB_WITHDRAWAL_MAXIMUM: '100000000',
  QHUB_WITHDRAWALS_PER_DAY: '100000000',
  QHUB_WITHDRAWAL_COOLING_SECONDS: '0',
}

export type Summary = {
  readonly deposited: string
  readonly depositSeen: readonly string[]
  readonly job: { readonly authorised: string; readonly captured: string }
  /** Of the staker, and of the computer's owner. */
  readonly reward: string
  readonly rewarded: string
  /** What the ledger and the chain both say that the treasury holds. */
  readonly onChain: string
  /** Hundredths of a per cent. */
  readonly commission: {
    readonly before: number
    readonly voted: number
    readonly charged: number
  }
  readonly ledgerZero: boolean
  readonly events: number
}

/** QVT from dollars to the chain and back, spent, staked and voted with; throws where something does not hold. */
export const playTokens = async (stage: Stage, screen: Screen): Promise<Summary> => {
  screen.heading('A chain, a computer priced in QVT, two linked addresses')
  const cast = await assemble(stage)
  const { url, contracts } = cast.port.settings
  screen.line(`  the chain is at ${url}, QVT at ${contracts.qvt}`)
  try {
    screen.heading('Dollars to QVT, QVT to the chain')
    screen.line(`  ${inWords(await exchange(cast))} for three million dollars`)
    screen.line(`  ${inWords(await withdraw(cast))} at ${cast.nora.wallet.address}`)

    screen.heading('A deposit')
    const deposited = 1_000n * qvt
    const depositSeen = await deposit(cast, deposited)
    screen.line(`  ${inWords(deposited)}: ${depositSeen.join(', then ')}`)

    screen.heading('A job paid out of the address')
    const job = await runOnAddress(cast)
    screen.line(`  ${inWords(job.authorised)} held by signature, ${inWords(job.captured)} taken`)
    screen.line(`  of that ${job.commission / 100} % for the hub`)

    screen.heading('Ten hours of staking')
    const reward = await stakeForHours(cast)
    screen.line(`  ${inWords(reward)} earned`)

    screen.heading('A vote on the commission, and the next charge')
    await changeCommission(cast)
    const next = await runOnAddress(cast)
    screen.line(`  ${inWords(next.captured)} taken, of that ${next.commission / 100} % for the hub`)
    hold(next.commission === voted, 'the next charge was not by the vote')
    hold(job.commission !== voted, 'the vote changed nothing')

    screen.heading('An epoch of rewards for the computer')
    const rewarded = await rewardWork(cast)
    screen.line(`  ${inWords(rewarded)} at its owner's address`)

    screen.heading('The ledger')
    const onChain = await ledgerIsChain(cast)
    screen.line(`  ${inWords(onChain)} in the treasury at the final block, as the ledger has it`)
    const { eventStore } = stage.hub.connections
    const { ledgerZero, events } = await proveLedger(
      stage.graphql,
      eventStore,
      cast.operator,
      screen.line,
    )
    hold(ledgerZero, 'the ledger does not sum to zero')
    return {
      ...{ deposited: String(deposited), depositSeen },
      job: { authorised: String(job.authorised), captured: String(job.captured) },
      reward: String(reward),
      rewarded: String(rewarded),
      onChain: String(onChain),
      commission: { before: job.commission, voted, charged: next.commission },
      ...{ ledgerZero, events },
    }
  } finally {
    cast.chain.close()
  }
}
