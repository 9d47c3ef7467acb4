import type { Infrastructure, PlannedService, Setting } from './infrastructure.ts'

/** As it is built from this release; nobody publishes it. */
export const hubImage = 'quantum-hub:0.1.0'

const plain: Pick<
  PlannedService,
  'environment' | 'ports' | 'volumes' | 'files' | 'needs' | 'user'
> = {
  ...{ environment: {}, ports: [], volumes: [], files: [], needs: [] },
  user: 10_001,
}

/** Where the capsule lies in the container. */
export const capsulePath = '/capsule/capsule.json'

/** A job that checks a capsule and runs it, with the hub's own command line as its sandbox. */
export const capsuleInfrastructure = (
  name: string,
  capsule: string,
  image: string = hubImage,
): Infrastructure => ({
  name,
  services: [
    {
      ...plain,
      ...{ name: 'run', kind: 'JOB', replicas: 1 },
      image,
      arguments: ['capsule', 'run', capsulePath],
      resources: { cpuMillis: 1000, memoryMb: 1024 },
      files: [{ path: capsulePath, content: capsule }],
    },
  ],
})

const kept = (key: string): Setting => ({ secret: { name: 'quantum-hub', key } })

/** Servers of the hub that are somebody’s to look after: the plan names where they are, and brings none. */
const servers: Readonly<Record<string, Setting>> = {
  QHUB_EVENTSTORE_URL: kept('eventstore-url'),
  QHUB_POSTGRES_URL: kept('postgres-url'),
  QHUB_REDIS_URL: { value: 'redis://redis:6379' },
  QHUB_NATS_URL: { value: 'nats://nats:4222' },
  QHUB_OBJECT_STORE_URL: kept('object-store-url'),
  QHUB_MASTER_KEY: kept('master-key'),
  QHUB_AUTH_SECRET: kept('auth-secret'),
  QHUB_AUDIT_KEY: kept('audit-key'),
  QHUB_PAYMENTS_PROVIDER: { value: 'stripe' },
  QHUB_PAYMENTS_SECRET_KEY: kept('payments-secret-key'),
  QHUB_PAYMENTS_WEBHOOK_SECRETS: kept('payments-webhook-secrets'),
  QHUB_CHAINS: { value: 'none' },
  QHUB_DATA_DIR: { value: '/tmp/hub' },
  QHUB_HOST: { value: '0.0.0.0' },
  QHUB_LOG_LEVEL: { value: 'info' },
}

const healthPort = 4080

type Role = {
  readonly name: string
  readonly roles: string
  readonly port?: number
  readonly replicas: number
  readonly cpuMillis: number
  readonly memoryMb: number
}

const roleOf = (
  { name, roles, port, replicas, cpuMillis, memoryMb }: Role,
  hub: { readonly image: string; readonly publicUrl: string },
): PlannedService => ({
  ...plain,
  ...{ name, kind: 'SERVICE', image: hub.image, replicas },
  arguments: ['start'],
  resources: { cpuMillis, memoryMb },
  environment: {
    ...servers,
    QHUB_ROLES: { value: roles },
    QHUB_PUBLIC_URL: { value: hub.publicUrl },
    ...(port === undefined ? { QHUB_HEALTH_PORT: { value: healthPort.toString() } } : {}),
  },
  ports: [{ port: port ?? healthPort, public: port !== undefined }],
  health: { port: port ?? healthPort, path: '/readyz' },
  needs: ['redis', 'nats'],
})

/** The hub itself, a process or more for each role, with its cache and its bus. */
export const hubInfrastructure = (
  name: string,
  wanted: {
    readonly image?: string
    readonly publicUrl: string
    readonly replicas: number
  },
): Infrastructure => {
  const { image = hubImage, publicUrl, replicas } = wanted
  const hub = { image, publicUrl }
  const roles: readonly Role[] = [
    {
      name: 'write-api',
      roles: 'write-api',
      port: 4001,
      replicas,
      cpuMillis: 1000,
      memoryMb: 1024,
    },
    { name: 'read-api', roles: 'read-api', port: 4002, replicas, cpuMillis: 1000, memoryMb: 1024 },
    { name: 'projector', roles: 'projector', replicas, cpuMillis: 1000, memoryMb: 1024 },
    { name: 'saga', roles: 'saga', replicas, cpuMillis: 500, memoryMb: 768 },
    { name: 'worker', roles: 'worker', replicas, cpuMillis: 2000, memoryMb: 4096 },
  ]
  return {
    name,
    services: [
      {
        ...plain,
        ...{ name: 'redis', kind: 'SERVICE', image: 'redis:7.4.1', replicas: 1, user: 999 },
        command: ['redis-server', '--save', '', '--appendonly', 'no'],
        resources: { cpuMillis: 250, memoryMb: 256 },
        ports: [{ port: 6379, public: false }],
      },
      {
        ...plain,
        ...{ name: 'nats', kind: 'SERVICE', image: 'nats:2.10.22', replicas: 1 },
        arguments: ['--jetstream', '--store_dir', '/data'],
        resources: { cpuMillis: 250, memoryMb: 256 },
        ports: [{ port: 4222, public: false }],
        volumes: [{ name: 'data', path: '/data', sizeMb: 1024 }],
      },
      ...roles.map((role) => roleOf(role, hub)),
    ],
  }
}
