import { encodeBytes32String, id } from 'ethers'
import t from 'tap'
import { encodeCall, readContract } from '../../platform/chain/contracts/call.ts'
import { startTestChain } from '../servers/chain.ts'
import { refusal } from './refusal.ts'

const chain = await startTestChain()
t.teardown(chain.stop)
const { settings, send, operator } = chain
const { contracts } = settings
const qvt = 10n ** 18n

const read = async (
  ...[contract, method, texts]: [Parameters<typeof readContract>[1], string, string[]]
) => {
  const answer = await readContract(chain.port, contract, method, texts)
  return answer.kind === 'found' ? answer.value[0] : answer.kind
}

t.test('what was voted for by snapshot waits in the timelock and is carried out', async (t) => {
  const holder = await chain.account(60_000_000n * qvt)
  const late = await chain.account()
  await send(holder, 'QVT', 'delegate', [holder.address])
  await send(late, 'QVT', 'delegate', [late.address])
  // The threshold is asked of the second before.
  await chain.passTime(2)
  const key = encodeBytes32String('commission')
  const call = encodeCall('PARAMETERS', 'set', [key, '250'])
  const lists = [JSON.stringify([contracts.parameters]), '["0"]', JSON.stringify([call])]
  const description = 'A commission of 2.5 %'
  await send(holder, 'GOVERNOR', 'propose', [...lists, description])
  const hashed = [...lists, id(description)]
  const proposal = (await read('GOVERNOR', 'getProposalId', hashed)) ?? ''
  await chain.passTime(61)
  // Votes bought after the snapshot count for nothing.
  await send(holder, 'QVT', 'transfer', [late.address, String(59_000_000n * qvt)])
  await send(late, 'GOVERNOR', 'castVote', [proposal, '0'])
  await send(holder, 'GOVERNOR', 'castVote', [proposal, '1'])
  t.match(await refusal(chain, holder, 'GOVERNOR', 'queue', hashed), /^GovernorUnexpectedProposal/)
  await chain.passTime(3_601)
  await send(holder, 'GOVERNOR', 'queue', hashed)
  t.match(await refusal(chain, holder, 'GOVERNOR', 'execute', hashed), /^Timelock/)
  await chain.passTime(601)
  await send(late, 'GOVERNOR', 'execute', hashed)
  t.equal(await read('PARAMETERS', 'values', [key]), '250')
})

t.test('nobody sets a parameter or mints past the timelock', async (t) => {
  const key = encodeBytes32String('commission')
  t.match(
    await refusal(chain, operator, 'PARAMETERS', 'set', [key, '0']),
    /^OwnableUnauthorizedAccount/,
  )
  t.match(
    await refusal(chain, operator, 'QVT', 'mint', [operator.address, '1']),
    /^AccessControlUnauthorizedAccount/,
  )
})
