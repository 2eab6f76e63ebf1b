// The header: what this is, which world runs in it, and what holds for the whole page.
import { Languages, Moon, Presentation, RotateCcw, Search, Share2, Sun, SunMoon, Undo2 } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { LessonMenu } from '../lesson/lesson-menu.tsx';
import { useActions, usePageState, useWords } from '../page-context.ts';
import type { Theme } from '../state/settings.ts';
import { copyText } from './copy-text.ts';
import { saveFile } from './save-file.ts';
import { WorldChoice } from './world-choice.tsx';

const LinkField = lazy(async () => ({ default: (await import('./link-field.tsx')).LinkField }));

export function Header() {
  return (
    <header className="header">
      <h1 className="header-name">
        <TankMark />
        Kubarium
      </h1>
      <WorldChoice />
      <div className="header-rest">
        <LessonMenu />
        <SearchButton />
        <ResetButtons />
        <ShareButton />
        <LookButtons />
      </div>
    </header>
  );
}

/** The tank: the sign of the project. */
function TankMark() {
  return (
    <svg viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinejoin="round" aria-hidden="true">
      <path d="M4 6v19a3 3 0 0 0 3 3h18a3 3 0 0 0 3-3V6M4 11h24" strokeLinecap="round" />
      <rect x="8.5" y="18" width="6" height="6" rx="1.5" fill="currentColor" />
      <rect x="17.5" y="15" width="6" height="6" rx="1.5" />
    </svg>
  );
}

function SearchButton() {
  const w = useWords();
  const actions = useActions();
  return (
    <button type="button" className="button header-search" aria-label={w.header.palette} aria-keyshortcuts="Control+K Meta+K" onClick={() => actions.palette('')}>
      <Search className="icon" aria-hidden="true" />
      <span>{w.header.palette}</span>
      <kbd>Ctrl K</kbd>
    </button>
  );
}

function ResetButtons() {
  const w = useWords();
  const actions = useActions();
  const undo = usePageState((state) => state.undo);
  if (undo) {
    const label = undo.what === 'reset' ? w.header.undoReset : w.header.back;
    return (
      <button type="button" className="button" aria-label={label} title={label} onClick={() => actions.undoReset()}>
        <Undo2 className="icon" aria-hidden="true" />
        <span className="wide-only">{label}</span>
      </button>
    );
  }
  return (
    <HeadButton label={w.header.reset} title={w.header.resetTitle} onClick={() => actions.reset()}>
      <RotateCcw className="icon" aria-hidden="true" />
    </HeadButton>
  );
}

function ShareButton() {
  const w = useWords();
  const actions = useActions();
  const [said, say] = useState<ReactNode>('');
  const share = async () => {
    const shared = actions.share();
    const copied = copyText(shared.then(({ link, file }) => (file ? Promise.reject(new Error()) : link)));
    const { link, file } = await shared;
    if (file) {
      saveFile(file, 'kubarium-session.json');
      return say(w.header.tooLong);
    }
    say((await copied) ? w.header.copied : <LinkField link={link} />);
  };
  return (
    <>
      <span role="status" className="quiet header-said">
        <Suspense>{said}</Suspense>
      </span>
      <HeadButton label={w.header.share} title={w.header.shareTitle} onClick={() => void share().catch((error: unknown) => say(String(error)))}>
        <Share2 className="icon" aria-hidden="true" />
      </HeadButton>
    </>
  );
}

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { auto: 'paper', paper: 'deep', deep: 'auto' };

function LookButtons() {
  const w = useWords();
  const actions = useActions();
  const { theme, language } = usePageState((state) => state.settings);
  const presenting = usePageState((state) => state.presenting);
  const ThemeIcon = { auto: SunMoon, paper: Sun, deep: Moon }[theme];
  return (
    <>
      <HeadButton label={presenting ? w.header.stopPresenting : w.header.present} pressed={presenting} wideOnly onClick={() => actions.present(!presenting)}>
        <Presentation className="icon" aria-hidden="true" />
      </HeadButton>
      <HeadButton label={`${w.header.theme}: ${w.header.themes[theme]}`} onClick={() => actions.set({ theme: NEXT_THEME[theme] })}>
        <ThemeIcon className="icon" aria-hidden="true" />
      </HeadButton>
      <button type="button" className="icon-button header-language" aria-label={w.otherLanguage} lang={language === 'en' ? 'zh' : 'en'} onClick={() => actions.language(language === 'en' ? 'zh' : 'en')}>
        <Languages className="icon" aria-hidden="true" />
        <span className="wide-only">{w.otherLanguage}</span>
        <span className="phone-only" aria-hidden="true">
          {w.otherLanguageShort}
        </span>
      </button>
    </>
  );
}

interface HeadButtonProps {
  readonly label: string;
  readonly title?: string;
  readonly pressed?: boolean;
  readonly wideOnly?: boolean; // left out on a phone; the palette has it
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function HeadButton({ label, title, pressed, wideOnly, onClick, children }: HeadButtonProps) {
  return (
    <button type="button" className={wideOnly ? 'icon-button wide-only' : 'icon-button'} aria-label={label} title={title ?? label} aria-pressed={pressed} onClick={onClick}>
      {children}
    </button>
  );
}
