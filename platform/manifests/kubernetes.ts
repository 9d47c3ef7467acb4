import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet'
import type { IJob } from 'kubernetes-models/batch/v1/Job'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap'
import type { INamespace } from 'kubernetes-models/v1/Namespace'
import type { IService } from 'kubernetes-models/v1/Service'
import type { Infrastructure, PlannedService } from '../../domain/agents/plans/infrastructure.ts'
import { podOf } from './pod.ts'

export type KubernetesObject =
  | IDeployment
  | IStatefulSet
  | IJob
  | INetworkPolicy
  | IPodDisruptionBudget
  | IConfigMap
  | INamespace
  | IService

const selector = ({ name }: PlannedService) => ({ 'app.kubernetes.io/name': name })

const metadataOf = (plan: Infrastructure, service: PlannedService) => ({
  name: service.name,
  namespace: plan.name,
  labels: { ...selector(service), 'app.kubernetes.io/part-of': plan.name },
})

const workload = (plan: Infrastructure, service: PlannedService): KubernetesObject => {
  const metadata = metadataOf(plan, service)
  const template = { metadata: { labels: metadata.labels }, spec: podOf(service) }
  const { replicas, volumes } = service
  if (service.kind === 'JOB')
    return {
      ...{ apiVersion: 'batch/v1', kind: 'Job', metadata },
      spec: { backoffLimit: 2, template },
    }
  const spec = { replicas, selector: { matchLabels: selector(service) }, template }
  if (volumes.length === 0) return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }
  return {
    ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata },
    spec: {
      ...spec,
      serviceName: service.name,
      volumeClaimTemplates: volumes.map(({ name, sizeMb }) => ({
        metadata: { name },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: `${sizeMb}Mi` } },
        },
      })),
    },
  }
}

const network = (plan: Infrastructure, service: PlannedService): readonly KubernetesObject[] => {
  const { ports } = service
  if (ports.length === 0) return []
  const metadata = metadataOf(plan, service)
  const isPublic = ports.some((port) => port.public)
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata },
      spec: {
        type: isPublic ? 'LoadBalancer' : 'ClusterIP',
        selector: selector(service),
        ports: ports
          .filter((port) => !isPublic || port.public)
          .map(({ port }) => ({ name: `port-${port}`, port, targetPort: port })),
      },
    },
  ]
}

/** Nobody calls a service but those that need it; and everybody, where it is public. */
const policy = (plan: Infrastructure, service: PlannedService): KubernetesObject => {
  const callers = plan.services.filter(({ needs }) => needs.includes(service.name))
  const open = service.ports.filter((port) => port.public)
  const portsOf = (ports: readonly { readonly port: number }[]) =>
    ports.map(({ port }) => ({ protocol: 'TCP' as const, port }))
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
    metadata: metadataOf(plan, service),
    spec: {
      podSelector: { matchLabels: selector(service) },
      policyTypes: ['Ingress'],
      ingress: [
        ...(open.length > 0 ? [{ ports: portsOf(open) }] : []),
        ...(callers.length > 0 && service.ports.length > 0
          ? [
              {
                from: callers.map((caller) => ({ podSelector: { matchLabels: selector(caller) } })),
                ports: portsOf(service.ports),
              },
            ]
          : []),
      ],
    },
  }
}

const disruption = (plan: Infrastructure, service: PlannedService): readonly KubernetesObject[] =>
  service.replicas < 2
    ? []
    : [
        {
          ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
          metadata: metadataOf(plan, service),
          spec: { maxUnavailable: 1, selector: { matchLabels: selector(service) } },
        },
      ]

const files = (plan: Infrastructure, service: PlannedService): readonly KubernetesObject[] =>
  service.files.length === 0
    ? []
    : [
        {
          ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadataOf(plan, service) },
          immutable: true,
          data: Object.fromEntries(service.files.map(({ content }, at) => [`file-${at}`, content])),
        },
      ]

/** The plan as objects of Kubernetes, in the order in which they are to be made. Secrets are named, and are not among them. */
export const kubernetesOf = (plan: Infrastructure): readonly KubernetesObject[] => [
  {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: {
      name: plan.name,
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    },
  },
  ...plan.services.flatMap((service) => files(plan, service)),
  ...plan.services.flatMap((service) => network(plan, service)),
  ...plan.services.map((service) => policy(plan, service)),
  ...plan.services.map((service) => workload(plan, service)),
  ...plan.services.flatMap((service) => disruption(plan, service)),
]
