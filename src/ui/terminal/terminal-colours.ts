// The sixteen colours of a terminal from the tokens of the theme, so that `ls` and prompts keep to the page's palette.
import type { ITheme } from '@xterm/xterm';
import { readToken as t } from '../look/tokens.ts';

export function terminalColours(): ITheme {
  return {
    background: t('surface'),
    foreground: t('ink'),
    cursor: t('accent'),
    cursorAccent: t('surface'),
    selectionBackground: t('accent'),
    selectionForeground: t('on-accent'),
    selectionInactiveBackground: t('accent-soft'),
    black: t('ink'),
    red: t('bad'),
    green: t('hue-3'),
    yellow: t('hue-6'),
    blue: t('hue-4'),
    magenta: t('hue-5'),
    cyan: t('hue-0'),
    white: t('ink-soft'),
    brightBlack: t('line-strong'),
    brightRed: t('bad'),
    brightGreen: t('hue-3'),
    brightYellow: t('hue-1'),
    brightBlue: t('hue-4'),
    brightMagenta: t('hue-2'),
    brightCyan: t('accent'),
    brightWhite: t('ink'),
    scrollbarSliderBackground: `${t('edge')}80`,
    scrollbarSliderHoverBackground: t('edge'),
    scrollbarSliderActiveBackground: t('line-strong'),
  };
}
