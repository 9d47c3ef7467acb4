import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { tokenDeposit, type DepositCommand } from './deposit.ts'

const depositId = idNamed('entry')
const owner = { organisation: idNamed('holder') }
const minimum = 10n

const see = (amount: bigint, more: object = owner, observation = 1): DepositCommand => ({
  ...{ type: 'SeeDeposit', depositId, chain: 'local', observation, amount, minimum },
  from: '0x00000000000000000000000000000000000000aA',
  transactionHash: `0x${'ab'.repeat(32)}`,
  ...more,
})
const orphan = (observation = 1): DepositCommand => ({
  ...{ type: 'OrphanDeposit', depositId, observation },
})
const finalise = (more: object = owner): DepositCommand => ({
  ...{ type: 'FinaliseDeposit', depositId, observation: 1, minimum },
  ...more,
})
const refuse: DepositCommand = { type: 'RefuseDeposit', depositId, code: 'ASSET_MISMATCH' }
const claim = (organisation = owner.organisation): DepositCommand => ({
  ...{ type: 'ClaimDeposit', depositId, organisation, by: 'somebody', reason: 'test' },
})
const { given, after } = decider(tokenDeposit)

t.test('whose address it came from gets it when it is final', async (t) => {
  given().when(see(0n)).then('AMOUNT_OUT_OF_RANGE')
  given().when(see(10n)).then(['TokenDepositSeen'])
  after(see(10n)).when(see(10n)).then([])
  after(see(10n)).when(finalise({})).then(['TokenDepositFinalised'])
  t.match(after(see(10n), finalise({})).state, { status: 'CREDITED', ...owner })
  after(see(10n), finalise()).when(finalise()).then([])
  after(see(10n), finalise()).when(orphan()).then([])
  given().when(finalise()).then('NOT_FOUND')
})

t.test('its block goes, and it is seen in another one', async (t) => {
  after(see(10n)).when(orphan()).then(['TokenDepositOrphaned'])
  const gone = after(see(10n), orphan())
  gone.when(orphan()).then([])
  gone.when(see(10n)).then([])
  gone.when(see(11n, owner, 2)).then(['TokenDepositSeen'])
  const moved = after(see(10n), orphan(), see(11n, owner, 2))
  moved.when(orphan(1)).then([])
  t.match(moved.state, { amount: 11n, status: 'PENDING' })
})

t.test('what is nobody’s, or too little, waits to be claimed', async (t) => {
  const unlinked = after(see(10n, {}), finalise({}))
  t.match(unlinked.state, { status: 'UNCLAIMED', unclaimedFor: 'UNLINKED' })
  t.match(after(see(9n), finalise()).state, { unclaimedFor: 'BELOW_MINIMUM' })
  // Linked while the chain made up its mind.
  t.match(after(see(10n, {}), finalise()).state, { status: 'CREDITED', ...owner })
  after(see(10n, {})).when(claim()).then('DEPOSIT_NOT_CLAIMABLE')
  unlinked.when(claim()).then(['TokenDepositClaimed'])
  const claimed = after(see(10n, {}), finalise({}), claim())
  claimed.when(claim()).then([])
  claimed.when(claim(idNamed('another'))).then('DEPOSIT_NOT_CLAIMABLE')
})

t.test('what a wallet does not take can be claimed again', async (t) => {
  after(see(10n), finalise()).when(refuse).then(['TokenDepositRefused'])
  const refused = after(see(10n), finalise(), refuse)
  refused.when(refuse).then([])
  t.match(refused.state, { status: 'UNCLAIMED', unclaimedFor: 'WALLET_REFUSED' })
  refused.when(claim()).then(['TokenDepositClaimed'])
})
