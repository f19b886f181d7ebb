import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { useWords } from '../../words/index.ts';
import { type City, cityOf, entryOf, positionOf, positionText } from './city.ts';
import classes from './form.module.css';
import type { InputProps } from './setting-field.tsx';

/** Cities that may become tags: those that are known by name, and others with their position. */
export function Cities(props: InputProps & { readonly known: readonly City[] }) {
  const { value, onChange, id, isWrong, describedBy, known } = props;
  const words = useWords().config;
  const [typed, type] = useState('');
  const [edited, edit] = useState<number | null>(null);
  const entries = Array.isArray(value) ? (value as unknown[]) : [];
  const cities = entries.map((entry) => cityOf(entry, known));
  const listId = useId();
  const left = known.filter(({ name }) => !cities.some((city) => city.name === name));
  const put = (index: number, city: City): void => {
    onChange(entries.toSpliced(index, 1, entryOf(city, known)));
    edit(null);
  };
  const add = (): void => {
    const name = typed.trim();
    const city = cityOf(name, known);
    const at = cities.findIndex((one) => one.name.toLowerCase() === city.name.toLowerCase());
    type('');
    if (name === '') return;
    if (at !== -1) {
      edit(at);
      return;
    }
    onChange([...entries, entryOf(city, known)]);
    // What is not known by its name wants a position.
    if (city.latitude === null) edit(entries.length);
  };
  return (
    <div className={classes.wordList}>
      <div className={classes.addRow}>
        <input
          id={id}
          className={classes.input}
          list={listId}
          value={typed}
          placeholder={words.addCity}
          aria-invalid={isWrong || undefined}
          aria-describedby={describedBy}
          autoComplete="off"
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <datalist id={listId}>
          {left.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button variant="default" disabled={typed.trim() === ''} onClick={add}>
          {words.add}
        </Button>
        <span className={classes.facts}>{words.cityCount(cities.length)}</span>
      </div>
      <ul className={classes.cities}>
        {cities.map((city, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may stand twice while one is being mended
          <li key={`${city.name} ${index}`} data-edited={edited === index || undefined}>
            {edited === index ? (
              <CityForm city={city} onDone={(city) => put(index, city)} onCancel={() => edit(null)} />
            ) : (
              <>
                <span className={classes.cityName}>{city.name}</span>
                <span className={classes.cityFacts}>
                  {city.aliases.length > 0 && <span>{city.aliases.join(', ')}</span>}
                  <span>
                    {city.latitude === null
                      ? words.noPosition
                      : words.around(positionText(city), String(city.radius_km))}
                  </span>
                </span>
                <span className={classes.rowDeeds}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={words.editOne(city.name)}
                    onClick={() => edit(index)}
                  >
                    {words.edit}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={words.removeOne(city.name)}
                    onClick={() => {
                      onChange(entries.toSpliced(index, 1));
                      edit(null);
                    }}
                  >
                    {words.remove}
                  </Button>
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function CityForm(props: {
  readonly city: City;
  readonly onDone: (city: City) => void;
  readonly onCancel: () => void;
}) {
  const { city, onDone, onCancel } = props;
  const words = useWords().config;
  const [name, setName] = useState(city.name);
  const [aliases, setAliases] = useState(city.aliases.join(', '));
  const [position, setPosition] = useState(positionText(city));
  const [radius, setRadius] = useState(String(city.radius_km));
  const hintId = useId();
  const found = positionOf(position);
  const radiusKm = Number(radius.replace(',', '.'));
  const isRadius = radius.trim() !== '' && radiusKm >= 1 && radiusKm <= 300;
  const isComplete = name.trim() !== '' && found !== null && isRadius;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isComplete) return;
    const words = aliases
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
    onDone({ name: name.trim(), aliases: words, ...found, radius_km: radiusKm });
  };
  return (
    <form
      className={classes.cityForm}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <label>
        {words.cityName}
        <input
          // biome-ignore lint/a11y/noAutofocus: it was opened to be typed in
          autoFocus
          className={classes.input}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        {words.cityAliases}
        <input
          className={classes.input}
          value={aliases}
          onChange={(event) => setAliases(event.currentTarget.value)}
        />
      </label>
      <label>
        {words.cityPosition}
        <input
          className={classes.input}
          value={position}
          placeholder="48.8566, 2.3522"
          aria-invalid={found === null || undefined}
          aria-describedby={hintId}
          onChange={(event) => setPosition(event.currentTarget.value)}
        />
      </label>
      <label>
        {words.cityRadius}
        <input
          className={classes.number}
          inputMode="decimal"
          value={radius}
          aria-invalid={!isRadius || undefined}
          onChange={(event) => setRadius(event.currentTarget.value)}
        />
      </label>
      <p id={hintId} className={found === null || !isRadius ? classes.wrong : classes.help}>
        {found === null ? words.positionWrong : isRadius ? words.positionHelp : words.radiusWrong}
      </p>
      <div className={classes.rowDeeds}>
        <Button type="submit" disabled={!isComplete}>
          {words.take}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}
