// Markdown as React elements, token by token: no HTML is ever made of it, so a lesson can hold text and nothing that acts.
import { lexer, type MarkedToken, type Token } from 'marked';
import { Fragment, useMemo, type ReactNode } from 'react';
import { RunBlock } from './run-block.tsx';

export function Markdown({ text }: { readonly text: string }) {
  const tokens = useMemo(() => lexer(text), [text]);
  return <div className="prose">{draw(tokens)}</div>;
}

function draw(tokens: readonly Token[] | undefined): ReactNode {
  return tokens?.map((token, i) => <Fragment key={i}>{drawOne(token as MarkedToken)}</Fragment>);
}

function drawOne(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'paragraph':
      return <p>{draw(token.tokens)}</p>;
    case 'heading':
      return token.depth <= 2 ? <h3>{draw(token.tokens)}</h3> : <h4>{draw(token.tokens)}</h4>;
    case 'code':
      return token.lang === 'run' ? <RunBlock text={token.text} /> : <pre className="mono">{token.text}</pre>;
    case 'list':
      return token.ordered ? <ol start={Number(token.start) || 1}>{draw(token.items)}</ol> : <ul>{draw(token.items)}</ul>;
    case 'list_item':
      return <li>{draw(token.tokens)}</li>;
    case 'blockquote':
      return <blockquote>{draw(token.tokens)}</blockquote>;
    case 'table':
      return <MarkdownTable rows={[token.header, ...token.rows]} />;
    case 'hr':
      return <hr />;
    case 'space':
    case 'def':
    case 'checkbox':
      return null;
    default:
      return drawInline(token);
  }
}

/** Chinese has no space where a line of the file ends. */
function joined(text: string): string {
  return text.replaceAll(/([\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])/g, '$1');
}

function drawInline(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens ? draw(token.tokens) : joined(token.text);
    case 'escape':
      return token.text;
    case 'strong':
      return <strong>{draw(token.tokens)}</strong>;
    case 'em':
      return <em>{draw(token.tokens)}</em>;
    case 'del':
      return <del>{draw(token.tokens)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      if (!/^https?:\/\//.test(token.href)) return draw(token.tokens);
      return (
        <a href={token.href} target="_blank" rel="noopener noreferrer">
          {draw(token.tokens)}
        </a>
      );
    default:
      return token.raw; // HTML and images are shown as they are written
  }
}

function MarkdownTable({ rows: [header, ...rows] }: { readonly rows: readonly (readonly { readonly tokens: Token[] }[])[] }) {
  return (
    <table>
      <thead>
        <tr>
          {header?.map((cell, i) => (
            <th key={i}>{draw(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, i) => (
          <tr key={i}>
            {cells.map((cell, j) => (
              <td key={j}>{draw(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
