import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'
import type { PlannedService, Setting } from '../../domain/agents/plans/infrastructure.ts'

const settingOf = (name: string, setting: Setting) =>
  'value' in setting
    ? { name, value: setting.value.replaceAll('$(', '$$(') }
    : { name, valueFrom: { secretKeyRef: { ...setting.secret } } }

/** Restricted, as the Pod Security Standards call it: no root, nothing to write to but what it was given. */
const security = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
}

/** The pod of a service. */
export const podOf = (service: PlannedService): IPodSpec => {
  const { image, command, resources, environment, ports, volumes, files, health, user } = service
  const amounts = { cpu: `${resources.cpuMillis}m`, memory: `${resources.memoryMb}Mi` }
  const probe = health && { httpGet: { path: health.path, port: health.port } }
  return {
    automountServiceAccountToken: false,
    ...(service.kind === 'JOB' ? { restartPolicy: 'Never' } : {}),
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        ...{ name: service.name, image, securityContext: security },
        ...(command === undefined ? {} : { command: [...command] }),
        ...(service.arguments === undefined ? {} : { args: [...service.arguments] }),
        env: Object.entries(environment).map(([name, setting]) => settingOf(name, setting)),
        resources: { limits: amounts, requests: amounts },
        ...(ports.length === 0
          ? {}
          : { ports: ports.map(({ port }) => ({ name: `port-${port}`, containerPort: port })) }),
        ...(probe === undefined
          ? {}
          : {
              readinessProbe: { ...probe, periodSeconds: 5 },
              startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 60 },
            }),
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          ...volumes.map(({ name, path }) => ({ name, mountPath: path })),
          ...files.map(({ path }, at) => ({
            ...{ name: 'files', mountPath: path, subPath: `file-${at}`, readOnly: true },
          })),
        ],
      },
    ],
    volumes: [
      { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
      ...(files.length === 0 ? [] : [{ name: 'files', configMap: { name: service.name } }]),
    ],
  }
}
