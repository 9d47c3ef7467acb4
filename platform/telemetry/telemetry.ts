export type TelemetryOptions = {
  /** OTLP over HTTP, such as http://localhost:4318; absent: nothing is loaded and nothing is sent. */
  readonly endpoint: string | undefined
  readonly serviceVersion: string
  /** Which of several processes this is. */
  readonly instance?: string
}

export type Telemetry = {
  /** Sends what is still held, then stops; never rejects, for a collector may be gone. */
  readonly stop: () => Promise<void>
}

const attributes = ({ serviceVersion, instance }: TelemetryOptions) => ({
  'service.name': 'quantum-hub',
  'service.version': serviceVersion,
  ...(instance === undefined ? {} : { 'service.instance.id': instance }),
})

/** Starts the OpenTelemetry SDK for traces and metrics. The OTEL_* variables keep their meaning. */
export const startTelemetry = async (options: TelemetryOptions): Promise<Telemetry> => {
  if (options.endpoint === undefined) return { stop: () => Promise.resolve() }
  // The SDK builds its exporters from the environment; what the operator set there goes first.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ??= options.endpoint
  process.env['OTEL_LOGS_EXPORTER'] ??= 'none'
  const { NodeSDK, resources } = await import('@opentelemetry/sdk-node')
  const sdk = new NodeSDK({ resource: resources.resourceFromAttributes(attributes(options)) })
  sdk.start()
  return { stop: () => sdk.shutdown().catch(() => undefined) }
}
