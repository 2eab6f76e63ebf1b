// The name of a file while it is changed: Enter takes it, Escape or leaving it keeps the old one.
import { useState } from 'react';
import { useWords } from '../page-context.ts';
import { isFileName } from './rename-remove.ts';

export function NameField({ name, done }: { readonly name: string; readonly done: (name: string | undefined) => void }) {
  const w = useWords();
  const [text, setText] = useState(name);
  const bad = !isFileName(text.trim());
  return (
    <input
      type="text"
      className="name-field mono"
      aria-label={w.edit.rename(name)}
      aria-invalid={bad}
      value={text}
      size={Math.max(8, text.length + 1)}
      spellCheck={false}
      ref={selectStem}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => done(undefined)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !bad && !event.nativeEvent.isComposing) done(text.trim());
        else if (event.key === 'Escape') done(undefined);
        else return event.stopPropagation(); // arrows and Delete are the field's own
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

/** What comes before the extension, which mostly stays. */
function selectStem(field: HTMLInputElement | null): void {
  if (!field || field === document.activeElement) return;
  field.focus();
  const dot = field.value.lastIndexOf('.');
  field.setSelectionRange(0, dot > 0 ? dot : field.value.length);
}
