// Monaco's theme from the tokens of the page: text keeps the contrast of the page's text in both themes.
import { isDeep, readToken as t, type Token } from '../look/tokens.ts';
import { monaco } from './monaco.ts';

const THEME = 'kubarium';

export function applyTheme(): void {
  const rule = (token: string, colour: Token, fontStyle = '') => ({ token, foreground: t(colour).slice(1), fontStyle });
  monaco.editor.defineTheme(THEME, {
    base: isDeep() ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'ink'),
      rule('type', 'accent'),
      rule('tag', 'accent'),
      rule('keyword', 'accent', 'bold'),
      rule('string', 'ink'),
      rule('string.yaml', 'ink'),
      rule('number', 'warn'),
      rule('attribute.name', 'warn'),
      rule('attribute.value', 'ink'),
      rule('variable', 'warn'),
      rule('comment', 'ink-soft', 'italic'),
      rule('metatag', 'ink-soft', 'italic'),
      rule('delimiter', 'ink-soft'),
      rule('operators', 'ink-soft'),
    ],
    colors: colours(),
  });
  monaco.editor.setTheme(THEME);
}

function colours(): Record<string, string> {
  return {
    'editor.background': t('surface'),
    'editor.foreground': t('ink'),
    'editorLineNumber.foreground': t('ink-soft'),
    'editorLineNumber.activeForeground': t('ink'),
    'editorCursor.foreground': t('accent'),
    'editor.selectionBackground': t('accent-soft'),
    'editor.inactiveSelectionBackground': t('sunken'),
    'editor.lineHighlightBackground': t('ground'),
    'editor.lineHighlightBorder': t('ground'),
    'editorIndentGuide.background1': t('line'),
    'editorIndentGuide.activeBackground1': t('edge'),
    'editorBracketMatch.border': t('line-strong'),
    'editorBracketMatch.background': t('accent-soft'),
    'editorWidget.background': t('surface'),
    'editorWidget.foreground': t('ink'),
    'editorWidget.border': t('line-strong'),
    'editorSuggestWidget.background': t('surface'),
    'editorSuggestWidget.foreground': t('ink'),
    'editorSuggestWidget.selectedBackground': t('accent-soft'),
    'editorSuggestWidget.selectedForeground': t('ink'),
    'editorSuggestWidget.highlightForeground': t('accent'),
    'editorSuggestWidget.focusHighlightForeground': t('accent'),
    'editorHoverWidget.background': t('surface'),
    'editorHoverWidget.foreground': t('ink'),
    'editorHoverWidget.border': t('line-strong'),
    'editorError.foreground': t('bad'),
    'editorWarning.foreground': t('warn'),
    'editorOverviewRuler.border': t('surface'),
    'input.background': t('ground'),
    'input.foreground': t('ink'),
    'input.border': t('line-strong'),
    'inputOption.activeBorder': t('accent'),
    'list.hoverBackground': t('sunken'),
    'list.focusBackground': t('accent-soft'),
    'list.activeSelectionBackground': t('accent-soft'),
    'list.activeSelectionForeground': t('ink'),
    'menu.border': t('line-strong'),
    'menu.separatorBackground': t('line'),
    'menu.background': t('surface'),
    'menu.foreground': t('ink'),
    'menu.selectionBackground': t('accent-soft'),
    'menu.selectionForeground': t('ink'),
    'scrollbarSlider.background': `${t('edge')}80`,
    'scrollbarSlider.hoverBackground': t('edge'),
    'scrollbarSlider.activeBackground': t('line-strong'),
    'textLink.foreground': t('accent'),
    focusBorder: t('accent'),
  };
}
