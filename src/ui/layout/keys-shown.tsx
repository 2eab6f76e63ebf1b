// While presenting, the keys that are pressed, so that the last row can follow.
import { useEffect, useState } from 'react';
import { usePageState } from '../page-context.ts';
import { isTyping } from '../state/keys.ts';
import './keys-shown.css';

const SHOWN_MS = 1_600;

export function KeysShown() {
  const [keys, setKeys] = useState<readonly { readonly id: number; readonly text: string }[]>([]);
  const covered = usePageState(({ inspector, wide, settings }) => (inspector.open && wide ? settings.sizes.inspector : 0));
  useEffect(() => {
    let last = 0;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const onKey = (event: KeyboardEvent) => {
      const text = keyText(event);
      if (text === '') return;
      const id = ++last;
      setKeys((shown) => [...shown.slice(-3), { id, text }]);
      const timer = setTimeout(() => {
        timers.delete(timer);
        setKeys((shown) => shown.filter((key) => key.id !== id));
      }, SHOWN_MS);
      timers.add(timer);
    };
    addEventListener('keydown', onKey, true);
    return () => {
      removeEventListener('keydown', onKey, true);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return (
    <div className="keys-shown" aria-hidden="true" style={{ right: covered + 24 }}>
      {keys.map(({ id, text }) => (
        <kbd key={id}>{text}</kbd>
      ))}
    </div>
  );
}

const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

/** Letters typed as text are not shown: the terminal shows them, and a password must not be. */
function keyText(event: KeyboardEvent): string {
  if (MODIFIERS.has(event.key)) return '';
  const chord = [event.ctrlKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.metaKey ? 'Meta' : ''].filter(Boolean);
  if (chord.length === 0 && event.key.length === 1 && isTyping(event.target)) return '';
  return [...chord, event.key === ' ' ? 'Space' : event.key].join(' ');
}
