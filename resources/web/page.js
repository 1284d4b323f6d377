// A song on a page: one mix or its stems in step, its sections, chords and words. Nothing is asked of any server.
(function () {
  'use strict';
  const song = JSON.parse(document.getElementById('song').textContent);
  const $ = (id) => document.getElementById(id);
  const mix = $('mix');
  const stems = song.stems.map((stem) => Object.assign(new Audio(stem.file), { preload: 'none' }));
  const state = song.stems.map(() => ({ muted: false, solo: false, volume: 1 }));
  let usesStems = false;

  const wave = WaveSurfer.create({
    container: '#wave', media: mix, peaks: [song.peaks], duration: song.length_s, height: 96, normalize: true,
    waveColor: '#7a8194', progressColor: '#ff8a4c', cursorColor: 'currentColor', cursorWidth: 2, barWidth: 2, barGap: 1,
  });

  const clock = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`;

  function levels() {
    const anySolo = state.some((each) => each.solo);
    usesStems = state.some((each) => each.muted || each.solo || each.volume < 1);
    mix.muted = usesStems;
    stems.forEach((audio, n) => {
      const each = state[n];
      audio.volume = each.volume;
      audio.muted = !usesStems || each.muted || (anySolo && !each.solo);
    });
    follow();
  }

  // The mix is the clock: it plays on silently while the stems are heard, and they are kept to it.
  function follow() {
    stems.forEach((audio) => {
      if (!usesStems) { audio.pause(); return; }
      if (audio.preload === 'none') { audio.preload = 'auto'; audio.load(); }
      if (Math.abs(audio.currentTime - mix.currentTime) > 0.04) audio.currentTime = mix.currentTime;
      if (mix.paused) audio.pause();
      else if (audio.paused) audio.play().catch(() => {});
    });
  }

  function show() {
    const now = mix.currentTime;
    $('clock').textContent = `${clock(now)} / ${clock(song.length_s)}`;
    const chord = song.chords.filter((each) => each.at_s <= now + 0.02).pop();
    $('chord').textContent = chord ? chord.name : '';
    document.querySelectorAll('#sections button').forEach((button, n) => {
      const section = song.sections[n];
      button.setAttribute('aria-current', String(section.start_s <= now && now < section.end_s));
    });
    words(now);
  }

  function words(now) {
    const box = $('lyrics');
    if (!box) return;
    let current = -1;
    song.lines.forEach((line, n) => { if (line.start_s <= now + 0.05) current = n; });
    box.querySelectorAll('p').forEach((p, n) => {
      p.hidden = Math.abs(n - Math.max(current, 0)) > 2;
      p.classList.toggle('current', n === current);
      p.querySelectorAll('span').forEach((span, k) => {
        const [at] = song.lines[n].words[k];
        const next = song.lines[n].words[k + 1];
        span.classList.toggle('now', n === current && at <= now && now < (next ? next[0] : song.lines[n].end_s));
      });
    });
  }

  function toggle() { if (mix.paused) mix.play(); else mix.pause(); }

  function seek(at) { mix.currentTime = Math.min(Math.max(at, 0), song.length_s); follow(); show(); }

  $('play').addEventListener('click', toggle);
  ['play', 'pause', 'seeked'].forEach((name) => mix.addEventListener(name, () => {
    $('play').textContent = mix.paused ? 'Play' : 'Pause';
    follow();
    show();
  }));
  mix.addEventListener('timeupdate', () => { follow(); show(); });
  document.querySelectorAll('#sections button').forEach((button, n) => {
    button.addEventListener('click', () => seek(song.sections[n].start_s));
  });
  document.querySelectorAll('tr[data-stem]').forEach((row) => {
    const each = state[Number(row.dataset.stem)];
    ['muted', 'solo'].forEach((name) => {
      const button = row.querySelector(`button[data-does=${name}]`);
      button.addEventListener('click', () => {
        each[name] = !each[name];
        button.setAttribute('aria-pressed', String(each[name]));
        levels();
      });
    });
    row.querySelector('input').addEventListener('input', (event) => {
      each.volume = Number(event.target.value);
      levels();
    });
  });
  document.addEventListener('keydown', (event) => {
    if (event.target.matches('input,button,a') && event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    if (event.target.matches('input')) return;
    if (event.key === ' ') { event.preventDefault(); toggle(); }
    else if (event.key === 'ArrowLeft') seek(mix.currentTime - 5);
    else if (event.key === 'ArrowRight') seek(mix.currentTime + 5);
    else if (event.key === 'Home') seek(0);
  });
  setInterval(() => { if (!mix.paused) { follow(); show(); } }, 50);
  document.body.dataset.ready = 'true';
  show();
  window.songPage = { wave, stems, state };
}());
