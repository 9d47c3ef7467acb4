import { z } from 'zod'

/** A name that both Compose and Kubernetes take: a DNS label. */
export const PlanName = z
  .string()
  .max(40)
  .regex(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, {
    error: 'lower-case letters, digits and inner hyphens are expected, a letter first',
  })

export const SecretKey = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9._-]{1,100}$/)

/** In the clear, or the key of a secret that is kept elsewhere under its name. */
export const Setting = z.union([
  z.strictObject({ value: z.string().max(4096) }),
  z.strictObject({ secret: z.strictObject({ name: PlanName, key: SecretKey }) }),
])
export type Setting = z.output<typeof Setting>

const AbsolutePath = z
  .string()
  .max(200)
  .regex(/^(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/, { error: 'a plain absolute path is expected' })

const Port = z.int().min(1).max(65_535)

/** What both may take; they are given what they need and can never take more. */
const Resources = z.strictObject({
  cpuMillis: z.int().min(10).max(64_000),
  memoryMb: z.int().min(16).max(512_000),
})

const Text = z.string().max(2000)

export const PlannedService = z.strictObject({
  name: PlanName,
  /** SERVICE goes on, JOB comes to an end. */
  kind: z.enum(['SERVICE', 'JOB']),
  image: z.string().min(1).max(300),
  command: z.array(Text).max(20).exactOptional(),
  arguments: z.array(Text).max(50).exactOptional(),
  replicas: z.int().min(1).max(50),
  resources: Resources,
  environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/), Setting),
  ports: z.array(z.strictObject({ port: Port, public: z.boolean() })).max(10),
  /** Kept beyond the life of a container. */
  volumes: z
    .array(z.strictObject({ name: PlanName, path: AbsolutePath, sizeMb: z.int().min(1) }))
    .max(5),
  /** Put there to be read. */
  files: z.array(z.strictObject({ path: AbsolutePath, content: z.string().max(400_000) })).max(10),
  /** Answers 200 there when it can take work. */
  health: z
    .strictObject({
      port: Port,
      path: z
        .string()
        .max(200)
        .regex(/^\/[A-Za-z0-9/_.-]*$/),
    })
    .exactOptional(),
  /** Numeric, never 0. */
  user: z.int().min(1).max(65_534),
  /** Others of the plan that are called by it. */
  needs: z.array(PlanName).max(20),
})
export type PlannedService = z.output<typeof PlannedService>

/** What is to run, said once; manifests follow from it. */
export const Infrastructure = z.strictObject({
  name: PlanName,
  services: z.array(PlannedService).min(1).max(30),
})
export type Infrastructure = z.output<typeof Infrastructure>

/** Every secret that has to be there before the plan is carried out. */
export const secretsOf = ({ services }: Infrastructure): ReadonlyMap<string, readonly string[]> => {
  const keys = new Map<string, readonly string[]>()
  for (const { environment } of services)
    for (const setting of Object.values(environment)) {
      if (!('secret' in setting)) continue
      const { name, key } = setting.secret
      const known = keys.get(name) ?? []
      if (!known.includes(key)) keys.set(name, [...known, key].toSorted())
    }
  return new Map([...keys].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
