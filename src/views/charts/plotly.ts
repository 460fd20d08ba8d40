import Plotly from 'plotly.js/lib/core';
import parcoords from 'plotly.js/lib/parcoords';
import scatter from 'plotly.js/lib/scatter';

/** Only the traces that the charts here draw: a third of all of Plotly. */
Plotly.register([scatter, parcoords]);

export default Plotly;
