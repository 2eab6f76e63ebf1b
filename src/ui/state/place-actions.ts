// Acts of the visitor on what is seen: selecting, walking in and out, inspector, palette, menu.
import { splitKey, type RowKey } from '../../client/index.ts';
import { intoRow, outOf, type Place } from './place.ts';
import type { InspectorTab, PageStore, PanelTab } from './store.ts';

export interface PlaceActions {
  select(about: RowKey | ''): void;
  /** Selects, and opens the inspector unless a second click walks in. */
  pick(about: RowKey): void;
  inspect(about: RowKey, tab?: InspectorTab, field?: string): void;
  closeInspector(): void;
  inspectorTab(tab: InspectorTab): void;
  walkTo(place: Place): void;
  walkInto(about: RowKey): void;
  walkOut(): void;
  /** One thing less on the screen: menu, palette, inspector, selection, then one step out. */
  escape(): void;
  openMenu(about: RowKey, x: number, y: number): void;
  closeMenu(): void;
  /** Opens it with what is sought, or closes it. */
  palette(sought: string | undefined): void;
  asText(on: boolean): void;
  showTab(tab: PanelTab): void;
  present(on: boolean): void;
}

/** A second click may follow and walk in: the inspector opens when it has not. */
const SECOND_CLICK_MS = 240;

export function makePlaceActions(store: PageStore): PlaceActions {
  let opening: ReturnType<typeof setTimeout> | undefined;
  const actions: PlaceActions = {
    select(about) {
      store.setState({ selection: about });
    },
    pick(about) {
      clearTimeout(opening);
      store.setState({ selection: about });
      if (store.getState().inspector.open) return;
      opening = setTimeout(() => {
        if (store.getState().selection === about) actions.inspect(about);
      }, SECOND_CLICK_MS);
    },
    inspect(about, tab, field = '') {
      const before = store.getState().inspector;
      store.setState({ selection: about, inspector: { open: true, tab: tab ?? before.tab, field } });
    },
    closeInspector() {
      store.setState(({ inspector }) => ({ inspector: { ...inspector, open: false } }));
    },
    inspectorTab(tab) {
      store.setState({ inspector: { open: true, tab, field: '' } });
    },
    walkTo(place) {
      clearTimeout(opening);
      store.setState((state) => ({ place, menu: undefined, tab: 'diagram', inspector: { ...state.inspector, open: false } }));
    },
    walkInto(about) {
      const place = intoRow(about, store.getState().mirror);
      if (place) actions.walkTo(place);
      else actions.inspect(about);
    },
    walkOut() {
      const { place, mirror } = store.getState();
      const out = outOf(place, mirror);
      if (out) actions.walkTo(out);
    },
    escape() {
      const { menu, palette, inspector, selection, place, mirror, presenting } = store.getState();
      if (menu) return actions.closeMenu();
      if (palette !== undefined) return actions.palette(undefined);
      if (inspector.open) return actions.closeInspector();
      if (selection !== '') return actions.select('');
      if (outOf(place, mirror)) return actions.walkOut();
      if (presenting) actions.present(false);
    },
    openMenu(about, x, y) {
      store.setState({ menu: { about, x, y }, selection: about });
    },
    closeMenu() {
      store.setState({ menu: undefined });
    },
    palette(palette) {
      store.setState({ palette, menu: undefined });
    },
    asText(asText) {
      store.setState({ asText });
    },
    showTab(tab) {
      store.setState({ tab });
    },
    present(presenting) {
      store.setState({ presenting });
    },
  };
  return actions;
}

/** Turns a selection that has gone from the rows into none, and a place into the nearest that is there. */
export function forgetGone(store: PageStore): void {
  const { selection, mirror, past } = store.getState();
  if (selection === '' || past) return;
  const { table, id } = splitKey(selection);
  if (!mirror.get(table, id)) store.setState({ selection: '' });
}
