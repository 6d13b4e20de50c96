/** Colours of one theme; lines are those of Okabe and Ito, which people with colour-blindness tell apart. */
interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly lines: readonly string[];
}

const light: Theme = {
  paper: '#ffffff',
  ink: '#1f2328',
  faint: '#59636e',
  grid: '#e3e6ea',
  lines: ['#0072b2', '#d55e00', '#00855f', '#6f6f78', '#b0468a', '#8a6d00', '#1f2328', '#2f8fc4'],
};

const dark: Theme = {
  paper: '#0d1117',
  ink: '#e6edf3',
  faint: '#9198a1',
  grid: '#2a3039',
  lines: ['#56b4e9', '#ff9a4d', '#3fd4a6', '#a9a9b5', '#e58fc4', '#d9b93b', '#e6edf3', '#2f8fc4'],
};

/** The style sheet of a plot: light, or dark where the reader's system is. */
export const plotStyle = [
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-size:12px}',
  '.title{font-size:16px;font-weight:600}.panel{font-size:13px;font-weight:600}.name{font-weight:600}',
  '.line{fill:none;stroke-width:2;stroke-linejoin:round}.bar{stroke-width:1.5}.grid{stroke-width:1}',
  themeRules(light),
  `@media (prefers-color-scheme:dark){${themeRules(dark)}}`,
].join('');

function themeRules({ paper, ink, faint, grid, lines }: Theme): string {
  return [
    `.paper{fill:${paper}}.ink{fill:${ink}}.faint{fill:${faint}}.grid{stroke:${grid}}`,
    ...lines.map(
      (colour, at) =>
        `.stroke-${at}{stroke:${colour}}.fill-${at}{fill:${colour};stroke:${paper}}.text-${at}{fill:${colour}}`,
    ),
  ].join('');
}

/** Lines that look different; more than these share looks. */
export const lineLooks = light.lines.length;
