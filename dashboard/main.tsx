import { render } from 'preact';
import './theme/base.css';
import { App } from './app/app.tsx';
import { takeTokenFromAddress } from './session/token.ts';

takeTokenFromAddress();
const place = document.getElementById('app');
if (place !== null) render(<App />, place);
