import { succeed } from '../kit/client.ts'
import type { TestHub } from '../kit/hub.ts'
import { bell } from '../kit/market.ts'
import type { Person } from '../kit/people.ts'

export const appDetails = { name: 'Pairs', type: 'TOOL', licence: 'MIT' }
export const manifest = { qubits: 2, program: bell }

/** Projects and apps of a developer, in states that somebody may ask something wrong of. */
export const prepareCatalog = async (hub: TestHub, { token }: Person) => {
  const post = async (path: string, body?: object): Promise<Readonly<Record<string, unknown>>> =>
    (await succeed(hub.app, 'POST', path, { token, ...(body === undefined ? {} : { body }) }))
      .body as Readonly<Record<string, unknown>>
  const project = async (name: string): Promise<string> =>
    String((await post('/v1/projects', { name }))['projectId'])

  const active = await project('active')
  const circuit = await post(`/v1/projects/${active}/circuits`, { name: 'bell', source: bell })
  const archived = await project('archived')
  await post(`/v1/projects/${archived}/archive`)
  const made = await post('/v1/apps', { ...appDetails, slug: 'taken-slug' })
  const appId = String(made['appId'])
  const version = async (semver: string, version: object): Promise<string> =>
    String((await post(`/v1/apps/${appId}/versions`, { semver, version }))['versionId'])
  const drafted = await version('1.0.0', manifest)
  const incomplete = await version('2.0.0', { qubits: 2 })
  return {
    projects: { active, archived },
    circuitId: String(circuit['circuitId']),
    appId,
    versions: { drafted, incomplete },
  }
}
