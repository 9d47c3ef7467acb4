import type { AgentView } from '../../../commands/agents/agents/read-agent.ts'

export const hubPath = '/v1/a2a'
export const agentPath = (agentId: string): string => `/v1/agents/${agentId}/a2a`

type Described = {
  readonly name: string
  readonly description: string
  readonly version: string
  readonly url: string
  readonly skills: readonly {
    readonly id: string
    readonly name: string
    readonly description: string
    readonly tags: readonly string[]
  }[]
}

/** An agent card that callers of 0.3 and of 1.0 both read: each version has members of its own, and leaves the others alone. */
const card = ({ name, description, version, url, skills }: Described): object => ({
  ...{ name, description, version },
  // 1.0
  supportedInterfaces: ['1.0', '0.3'].map((protocolVersion) => ({
    ...{ url, protocolBinding: 'JSONRPC', protocolVersion },
  })),
  securityRequirements: [{ schemes: { bearer: { list: [] } } }],
  // 0.3
  protocolVersion: '0.3.0',
  url,
  preferredTransport: 'JSONRPC',
  security: [{ bearer: [] }],
  // both
  provider: { organization: 'Quantum Hub', url },
  capabilities: { streaming: false, pushNotifications: false, stateTransitionHistory: false },
  securitySchemes: {
    bearer: { type: 'http', scheme: 'bearer', httpAuthSecurityScheme: { scheme: 'bearer' } },
  },
  defaultInputModes: ['text/plain', 'application/json'],
  defaultOutputModes: ['text/plain', 'text/markdown', 'application/json'],
  skills,
})

export const cardOf = (
  { agentId, version, title, profile }: AgentView,
  publicUrl: string,
): object => {
  const { name, description, skills } = profile
  return card({
    name,
    description: description === '' ? `Works as a ${title}.` : description,
    version: `${version}`,
    url: `${publicUrl}${agentPath(agentId)}`,
    skills:
      skills.length > 0
        ? skills
        : [{ id: 'role', name: title, description: `Does what a ${title} does.`, tags: [title] }],
  })
}

/** Of the hub as a whole: a message names the agent that it is for. */
export const hubCard = (publicUrl: string): object =>
  card({
    name: 'Quantum Hub',
    description:
      'Agents of an organisation that plan and carry out quantum work. A message names its agent: as tenant, or as agentId in its metadata.',
    version: '1',
    url: `${publicUrl}${hubPath}`,
    skills: [
      {
        id: 'delegate',
        name: 'Delegate to an agent',
        description: 'Gives a task to an agent of the caller’s organisation.',
        tags: ['agents', 'tasks', 'quantum'],
      },
    ],
  })
