import t from 'tap'
import { heard, saga, succeeded } from '../../test/kit/given-when-then/saga.ts'
import { versionRelease } from './version-release.ts'

const { given } = saga(versionRelease)
const told = { appId: 'a', versionId: 'v' }
const asked = (attempt: number) => heard('VersionValidationRequested', { ...told, attempt })

t.test('a validation that is asked for is done', async () =>
  given()
    .when(asked(1))
    .then([{ kind: 'checkVersion', versionId: 'v', attempt: 1 }]),
)
t.test('and again when it is asked for again', async () =>
  given(asked(1), succeeded('checkVersion', { accepted: false }))
    .when(asked(2))
    .then([{ kind: 'checkVersion', versionId: 'v', attempt: 2 }]),
)
t.test('the app is told of a release', async () =>
  given(asked(1), succeeded('checkVersion', { accepted: true }))
    .when(heard('VersionReleased', { ...told, semver: '1.0.0' }))
    .then([{ kind: 'recordRelease', appId: 'a', versionId: 'v', semver: '1.0.0' }]),
)
t.test('and of a yank', async () =>
  given(
    asked(1),
    succeeded('checkVersion', { accepted: true }),
    heard('VersionReleased', { ...told, semver: '1.0.0' }),
    succeeded('recordRelease'),
  )
    .when(heard('VersionYanked', { ...told, semver: '1.0.0', reason: 'wrong' }))
    .then([{ kind: 'recordYank', appId: 'a', versionId: 'v', semver: '1.0.0' }]),
)
