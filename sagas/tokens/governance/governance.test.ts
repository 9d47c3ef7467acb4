import t from 'tap'
import { keyOfName } from '../../../domain/tokens/governance/parameters.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { heard, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { listingPolicy } from './listing-policy.ts'
import { parameterChange } from './parameter-change.ts'

const entryId = idNamed('entry')
const hash = `0x${'1'.repeat(64)}`
const set = (name: string, value: string) =>
  heard('ChainEntryFinalised', {
    ...{ entryId, chain: 'local', contract: 'PARAMETERS', event: 'ParameterSet' },
    ...{ arguments: { key: keyOfName(name), value }, transactionHash: hash, ordinal: 0 },
    ...{ block: { number: '1', hash, at: meta.now }, observation: 1, at: meta.now },
  })
const { given } = saga(parameterChange)

t.test('a commission that was decided becomes a rule', async () => {
  const commission = set('commission', '250')
  const take = { kind: 'takeParameter', entryId, chain: 'local', value: '250' }
  given().when(commission).then([take])
  const taken = succeeded('takeParameter', { name: 'commission', value: '250' })
  given(commission)
    .when(taken)
    .then([{ kind: 'setCommission', entryId, basisPoints: 250 }])
  given(commission, taken).when(succeeded('setCommission')).then(['end COMMISSION_SET'])
  given(commission, taken).when(refused('setCommission', 'LIMIT_REACHED')).then(['end REFUSED'])
})

t.test(
  'another parameter is set and that is all; what the hub does not take is an end',
  async () => {
    const review = set('listingReview', '0')
    const taken = succeeded('takeParameter', { name: 'listingReview', value: '0' })
    given(review).when(taken).then(['end SET'])
    given(review).when(succeeded('takeParameter', {})).then(['end REFUSED'])
  },
)

t.test('every submission is looked at by the policy, again and again', async () => {
  const appId = idNamed('app')
  const submitted = heard('ListingSubmitted', { appId, at: meta.now })
  const publish = [{ kind: 'publishUnreviewed', appId }]
  const { given: of } = saga(listingPolicy)
  of().when(submitted).then(publish)
  of(submitted, succeeded('publishUnreviewed')).when(submitted).then(publish)
})
