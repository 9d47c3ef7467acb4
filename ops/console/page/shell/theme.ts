const place = 'qhub.theme'
const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const themeNow = (): Theme =>
  themes.find((theme) => theme === localStorage.getItem(place)) ?? 'system'

/** The system's own wish holds until somebody says otherwise here. */
export const applyTheme = (theme: Theme = themeNow()): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export const chooseTheme = (theme: Theme): void => {
  localStorage.setItem(place, theme)
  applyTheme(theme)
}

export const nextTheme = (): Theme =>
  themes[(themes.indexOf(themeNow()) + 1) % themes.length] ?? 'system'
