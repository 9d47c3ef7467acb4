import { JsonRpcProvider, type Wallet } from 'ethers'
import t from 'tap'
import type { ZodType } from 'zod'
import { commissionOf } from '../../../commands/billing/payees/commission-of.ts'
import type { CommandDefinition } from '../../../commands/shared/definition.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { toolsFor } from '../../../commands/shared/tools.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { executeProposal, queueProposal } from '../../../commands/tokens/governance/carry-out.ts'
import { castVote } from '../../../commands/tokens/governance/cast-vote.ts'
import { delegateVotes } from '../../../commands/tokens/governance/delegate-votes.ts'
import type { Relayed } from '../../../commands/tokens/governance/relay.ts'
import { readDraft } from '../../../commands/tokens/governance/read-draft.ts'
import { cancelTransaction } from '../../../commands/tokens/transactions/cancel-transaction.ts'
import { addressKeyOf, chainAddress } from '../../../domain/tokens/addresses/address.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { performParameterEffects } from '../../../sagas/tokens/governance/perform.ts'
import { sendingRound } from '../../../sagas/tokens/transactions/sending/round.ts'
import { standardPolicy } from '../../../sagas/tokens/transactions/sending/sender.ts'
import { loadTransaction, tellSigner } from '../../../sagas/tokens/transactions/sending/tell.ts'
import { idNamed } from '../../kit/given-when-then/meta.ts'
import { memoryLog } from '../../kit/memory-log.ts'
import { contextOf } from '../../kit/services.ts'
import { startTestChain } from '../../servers/chain.ts'
import { followInto } from '../chain/world.ts'

t.setTimeout(60_000)
const chain = await startTestChain()
t.teardown(chain.stop)
const { port, settings, keys, operator } = chain
const log = memoryLog()
const follower = followInto(log, port, chain.treasury.address)
const services: Services = {
  ...follower.services,
  chains: new Map([[settings.chain, port]]),
  chainKeys: keys,
}
const logger = { warn: () => undefined }
const sender = { services, port, keys, policy: standardPolicy, logger }
const organisation = idNamed('holders')
let commands = 0
const context = () =>
  contextOf(derivedId('governance', (commands += 1).toString()), { organisation })
const tools = () => toolsFor(services, context(), '')

/** Has the hub relay something, and the chain make it final. Answers how it ended. */
const relayed = async <Input extends ZodType>(
  definition: CommandDefinition<Input, Relayed>,
  input: object,
): Promise<string> => {
  const outcome = await execute(services, definition, input, context())
  if (outcome.kind === 'failed') return outcome.failure.code
  const { transactionId } = outcome.answer
  const at = { chain: settings.chain, address: operator.address }
  await tellSigner(sender, { type: 'RequestSlot', ...at, transactionId })
  await sendingRound(sender)
  follower.clock.advance(5_000)
  await chain.mine(2)
  await sendingRound(sender)
  await follower.settle()
  const { state } = await loadTransaction(sender, transactionId)
  if (state.kind === 'absent' || state.end === undefined) return 'no end'
  return state.end.kind === 'CANCELLED' ? state.end.code : state.end.status
}
const entryOf = async (event: string) =>
  (await follower.entries()).find(({ entry }) => entry.event === event)?.entry

const holder: Wallet = await chain.account(50_000_000n * 10n ** 18n)
const { address } = holder
const domain = (name: string, verifyingContract: string) => ({
  ...{ name, version: '1', chainId: settings.chainId, verifyingContract },
})

/** As the holder's own wallet does. */
const propose = async ({ to, data }: { readonly to: string; readonly data: string }) => {
  const provider = new JsonRpcProvider(chain.url, settings.chainId, { staticNetwork: true })
  const sent = await holder.connect(provider).sendTransaction({ to, data, gasLimit: 2_000_000n })
  await sent.wait(1, 10_000)
  provider.destroy()
}

t.test('from the delegation to the charge', async (t) => {
  await follower.settle()
  const link = { chain: settings.chain, address, addressId: idNamed('link'), organisation }
  await tools().change(chainAddress, addressKeyOf(settings.chain, address), {
    ...{ type: 'LinkAddress', ...link, user: idNamed('holder'), challengeId: idNamed('proof') },
  })

  const delegation = { delegatee: address, nonce: 0, expiry: 4_000_000_000 }
  const word = (name: string) => ({ name, type: name === 'delegatee' ? 'address' : 'uint256' })
  const types = { Delegation: ['delegatee', 'nonce', 'expiry'].map(word) }
  const qvt = domain('Quantum Hub Token', settings.contracts.qvt)
  const signature = await holder.signTypedData(qvt, types, delegation)
  const input = { chain: settings.chain, address, ...delegation, signature }
  t.equal(await relayed(delegateVotes, { ...input, address: operator.address }), 'NOT_FOUND')
  t.equal(await relayed(delegateVotes, input), 'SUCCEEDED')
  const votes = await readContract(port, 'QVT', 'getVotes', [address])
  t.match(votes, { value: [(50_000_000n * 10n ** 18n).toString()] })

  const question = { chain: settings.chain, parameter: 'commission', value: '250' } as const
  const draft = await readDraft(services, context(), question)
  if (draft.kind === 'failed') throw new Error(draft.failure.detail)
  t.match(await readDraft(services, context(), { ...question, value: '10001' }), {
    failure: { code: 'INVALID_INPUT' },
  })
  await chain.passTime(1)
  await propose(draft.view)
  await chain.mine(2)
  await follower.settle()
  const made = await entryOf('ProposalCreated')
  const proposalId = made?.entryId ?? ''
  const number = made?.arguments['proposalId'] ?? ''
  t.equal(made?.arguments['description'], draft.view.description)

  await chain.passTime(61)
  const ballot = { proposalId: number, support: 1, voter: address, nonce: 1 }
  const ballotTypes = {
    Ballot: [
      { name: 'proposalId', type: 'uint256' },
      { name: 'support', type: 'uint8' },
      { name: 'voter', type: 'address' },
      { name: 'nonce', type: 'uint256' },
    ],
  }
  // The governor counts the signatures that it took itself.
  const governor = domain('QvtGovernor', settings.contracts.governor)
  const signed = await holder.signTypedData(governor, ballotTypes, { ...ballot, nonce: 0 })
  const vote = { proposalId, address, support: 'FOR', signature: signed }
  t.equal(await relayed(castVote, { ...vote, proposalId: idNamed('none') }), 'NOT_FOUND')
  t.equal(await relayed(castVote, vote), 'SUCCEEDED')
  t.match(await entryOf('VoteCast'), { arguments: { voter: address, support: '1' } })

  t.equal(await relayed(queueProposal, { proposalId }), 'GovernorUnexpectedProposalState')
  await chain.passTime(3_601)
  t.equal(await relayed(queueProposal, { proposalId }), 'SUCCEEDED')
  await chain.passTime(601)
  t.equal(await relayed(executeProposal, { proposalId }), 'SUCCEEDED')

  const said = await entryOf('ParameterSet')
  if (said === undefined) throw new Error('no parameter was set')
  const { entryId, transactionHash, arguments: set } = said
  const effectTools = { services, context: context() } as never // What these performers need of them.
  const taken = await performParameterEffects.takeParameter(
    {
      ...{ kind: 'takeParameter', entryId, chain: settings.chain, transactionHash },
      ...{ key: set['key'] ?? '', value: set['value'] ?? '' },
    },
    effectTools,
  )
  t.match(taken, { type: 'succeeded', result: { name: 'commission', value: '250' } })
  await performParameterEffects.setCommission(
    { kind: 'setCommission', entryId, basisPoints: 250 },
    effectTools,
  )
  const sale = {
    kind: 'DEVICE',
    organisation: idNamed('seller'),
    itemId: idNamed('device'),
  } as const
  t.match(await commissionOf(tools(), sale), { basisPoints: 250, source: 'ALL' })
})

t.test('what stands on the chain is not cancelled', async (t) => {
  const done = log.all.find(({ type }) => type === 'TransactionFinalised')
  const chainTransactionId = done?.stream.replace('chainTransaction-', '') ?? ''
  const wish = { chainTransactionId, reason: 'Too late' }
  const outcome = await execute(services, cancelTransaction, wish, context())
  t.match(outcome, { failure: { code: 'TRANSACTION_ON_CHAIN' } })
})
