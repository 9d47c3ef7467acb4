import { firstModule, type ConsoleFiles } from './files.ts'

export type ConsoleSettings = {
  /** Address of the command API, as browsers see it. */
  readonly commandApi: string
  readonly production: boolean
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** The one page of the console: modules draw what stands in it. Says nothing that is not for everybody. */
export const shellPage = (files: ConsoleFiles, settings: ConsoleSettings): string => {
  const modules = [...files.keys()].filter((name) => name !== 'style.css' && name !== firstModule)
  return `<!doctype html>
<html lang="en" data-command-api="${escaped(settings.commandApi)}" data-environment="${settings.production ? 'production' : 'other'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Quantum Hub console</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/console/assets/style.css">
${modules.map((name) => `<link rel="modulepreload" href="/console/assets/${name}">`).join('\n')}
<script type="module" src="/console/assets/${firstModule}"></script>
</head>
<body>
<noscript><p>The console needs scripts. Everything it shows is in the hub’s GraphQL and in <code>qhub</code>, too.</p></noscript>
</body>
</html>
`
}
