import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { addressKeyOf, chainAddress, type ChainAddressCommand } from './address.ts'
import { addressChallenge, isExpired } from './challenge.ts'

const address = `0x${'aB'.repeat(20)}`
const of = (organisation: string) => ({
  ...{ chain: 'local', address, organisation: idNamed(organisation) },
  ...{ addressId: idNamed(`address of ${organisation}`), user: idNamed('person') },
})
const link = (challenge: string, organisation = 'ours'): ChainAddressCommand => ({
  ...of(organisation),
  type: 'LinkAddress',
  challengeId: idNamed(challenge),
})
const unlink = (organisation = 'ours'): ChainAddressCommand => ({
  ...of(organisation),
  type: 'UnlinkAddress',
})

t.test('an address is one organisation’s at a time', async (t) => {
  const { given, after } = decider(chainAddress)
  given().when(link('first')).then(['AddressLinked'])
  t.match(after(link('first')).state, { kind: 'linked', organisation: idNamed('ours') })
  after(link('first')).when(link('other', 'theirs')).then('ADDRESS_TAKEN')
  after(link('first')).when(link('second')).then([])
  given().when(unlink()).then([])
  after(link('first')).when(unlink('theirs')).then([])
  after(link('first')).when(unlink()).then(['AddressUnlinked'])
  after(link('first'), unlink()).when(link('other', 'theirs')).then(['AddressLinked'])
  t.equal(addressKeyOf('local', address), `local.${address}`)
})

t.test('a message counts once, whoever has it', async () => {
  const { after } = decider(chainAddress)
  after(link('first')).when(link('first')).then('ADDRESS_PROOF_INVALID')
  after(link('first'), unlink()).when(link('first')).then('ADDRESS_PROOF_INVALID')
  after(link('first'), unlink()).when(link('first', 'theirs')).then('ADDRESS_PROOF_INVALID')
  after(link('first'), unlink()).when(link('second')).then(['AddressLinked'])
})

t.test('a message is issued once, and expires', async (t) => {
  const { given, after } = decider(addressChallenge)
  const issue = {
    type: 'IssueChallenge',
    ...{ chain: 'local', chainId: 31_337, address, nonce: 'a'.repeat(32) },
    ...{ challengeId: idNamed('challenge'), organisation: idNamed('ours') },
    ...{ domain: 'hub.example', uri: 'https://hub.example' },
  } as const
  given().when(issue).then(['AddressChallengeIssued'])
  after(issue).when(issue).then('ALREADY_EXISTS')
  const { state } = after(issue)
  if (state.kind === 'absent') throw new Error('it was issued')
  t.notOk(isExpired(state, '2026-01-01T12:09:59.999Z'))
  t.ok(isExpired(state, '2026-01-01T12:10:00.000Z'))
})
