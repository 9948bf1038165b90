// Sets the colour scheme before the first paint; a file of its own because the page allows no inline script.
(function () {
  var chosen = 'auto';
  try {
    chosen = localStorage.getItem('stageline.theme') || 'auto';
  } catch {
    chosen = 'auto';
  }
  var isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  var scheme = isDark ? 'dark' : 'light';
  document.documentElement.dataset.theme = scheme;
  document.documentElement.dataset.mantineColorScheme = scheme;
})();
