import { makeApp } from '../../ops/demo/marketplace/app.ts'
import { run, subscribe } from '../../ops/demo/marketplace/buying.ts'
import { assemble } from '../../ops/demo/marketplace/cast.ts'
import { createKey } from '../../ops/demo/marketplace/keys.ts'
import { putOnMarket } from '../../ops/demo/marketplace/listing.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { password, type SignedIn } from './people.ts'
import type { Site } from './site.ts'

/** Others sell an app; somebody subscribes, runs it, says what they think of it, and wants to be told of everything by mail. */
export const shopAt = async (site: Site, { person, organisationId, token }: SignedIn) => {
  const stage: Stage = { ...site, clear: () => Promise.resolve() }
  const { http } = site
  const cast = await assemble(stage)
  const amount = { amount: '5000', asset: 'USD/2' }
  const { token: operator } = cast.operator
  const credit = { amount, reason: 'a grant' }
  await http.send('POST', `/v1/wallets/${organisationId}/credits`, credit, { token: operator })
  const { appId } = await makeApp(stage, cast)
  const { monthly } = await putOnMarket(stage, cast, appId)
  const buyer = { username: person.username, organisationId, token }
  const kinds = '/v1/notification-preferences/kinds/job.completed'
  await http.send('PATCH', kinds, { mail: true }, { token })
  const subscriptionId = await subscribe(stage, buyer, appId, monthly)
  await createKey(stage, buyer, subscriptionId)
  await run(stage, buyer, appId, { theta: 1 })
  const opinion = {
    rating: 5,
    title: person.reviewTitle,
    body: person.reviewBody,
    use: { kind: 'SUBSCRIPTION', subscriptionId },
  }
  const review = await http.send('POST', `/v1/apps/${appId}/reviews`, opinion, { token })
  const reviewId = String(review.body['reviewId'])
  await http.send('POST', '/v1/me/mfa/enrolments', { password }, { token })
  return { reviewId, reader: cast.cleo.token }
}
